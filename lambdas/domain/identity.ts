// From the claims of a verified token to the principal that the rules know.
import type { Principal } from './access.ts';
import { Refusal } from './errors.ts';

/** The claims of a token, as its issuer wrote them in JSON. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The principal of a token. Groups are the strings of the list at `groupsPath`, each exactly as the issuer wrote it; a
 * single string is one group, whatever it contains. Anything else there names no group.
 * @throws Refusal `unauthorized` for a token without a `sub`
 */
export function principalOf(claims: Claims, groupsPath: readonly string[]): Principal {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '') {
    throw new Refusal(
      'unauthorized',
      'The token has no claim sub, so it identifies no caller. Sign in, and send the access token.',
      {},
    );
  }
  const value = claimAt(claims, groupsPath);
  const groups = (Array.isArray(value) ? value : [value]).filter(
    (group): group is string => typeof group === 'string' && group !== '',
  );
  return { sub, groups: [...new Set(groups)] };
}

/** The value at a path of own properties, such as `['realm_access', 'roles']`. */
function claimAt(claims: Claims, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Claims)[name];
  }
  return value;
}
