// Every role that a configuration makes, with its policies resolved as on this machine.
import type { Config } from '../../lambdas/config/config.ts';
import { type Role, readRole } from '../../local/iam/roles.ts';
import { idsOf } from '../../local/state.ts';
import { readAssembly } from '../../local/template/assembly.ts';
import { resolveTemplate } from '../../local/template/template.ts';
import { stubApp } from './synthesize.ts';

/** The roles of both stacks. */
export async function rolesOf(config: Config): Promise<Role[]> {
  const { app, remove } = await stubApp({ config });
  const assembly = await readAssembly(app.synth().directory);
  await remove();
  const template = resolveTemplate(assembly, { id: idsOf('any'), finish: (text) => text });
  return template
    .resources('AWS::IAM::Role')
    .map((resource) => readRole(template, resource.attribute('Arn')));
}
