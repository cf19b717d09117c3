// The names of the stacks in CloudFormation; a separate module, so that commands that need only a name do not load the CDK.
import type { Config } from '../lambdas/config/config.ts';

/** The names of both stacks of a configuration. */
export const stackNames = ({ name }: Pick<Config, 'name'>) => ({
  site: `${name}-Static`,
  media: `${name}-Media`,
});
