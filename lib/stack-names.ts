// How CloudFormation knows the stacks; apart from them, so that who only asks for a name loads no CDK.
import type { Config } from '../lambdas/config/config.ts';

/** The names of both stacks of a configuration. */
export const stackNames = ({ name }: Pick<Config, 'name'>) => ({
  site: `${name}-Static`,
  media: `${name}-Media`,
});
