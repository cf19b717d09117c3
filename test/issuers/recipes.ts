// The recipes of docs/identity.md as a person copies them, with the address of an issuer that runs here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { AuthInput } from '../../lambdas/config/auth-config.ts';
import { projectRoot } from '../../lib/project.ts';
import type { Title } from './providers.ts';
import type { RunningIssuer } from './start-issuer.ts';

const page = readFileSync(join(projectRoot, 'docs', 'identity.md'), 'utf8');

/** The block below a title, as it stands. */
function blockBelow(title: string): AuthInput {
  const [, section = ''] = page.split(`\n## ${title}\n`);
  const [, block] = /AirlockProps\['auth'\] = (\{\n[\s\S]*?\n\});\n```/.exec(section) ?? [];
  if (block === undefined) throw new Error(`docs/identity.md has no recipe “${title}”.`);
  return JSON.parse(JSON.stringify(runInNewContext(`(${block})`)));
}

/** The recipe for an issuer that runs here: nothing but addresses and, of own tokens, the key is another. */
export function recipeFor(title: Title, { issuer, jwksUri, keys }: RunningIssuer): AuthInput {
  const recipe = blockBelow(title);
  return {
    ...recipe,
    issuer,
    ...(recipe.jwksUri !== undefined && { jwksUri }),
    ...(recipe.keys !== undefined && { keys: keys.map(({ jwk }) => jwk) }),
  };
}
