// Reads the principal from the claims of a verified token.
import type { Principal } from './access.ts';
import { Refusal } from './errors.ts';

/** The claims of a token, as its issuer wrote them in JSON. */
export type Claims = Readonly<Record<string, unknown>>;

/** The tokens of one service: those with this subject, with this scope, or with both where both are given. */
export interface ServiceRule {
  readonly subject?: string | undefined;
  readonly scope?: string | undefined;
}

/** Longest `sub` in characters (OpenID Connect Core 1.0, section 2); keys of the table hold it whole. */
export const MAX_SUB_LENGTH = 255;

/** How a principal is read from claims. */
export interface IdentityRules {
  /** The path of names that leads to the groups. */
  readonly groupsClaim: readonly string[];
  /** The programs that act for owners. */
  readonly services: readonly ServiceRule[];
}

/**
 * The principal of a token. Groups are the strings of the list at `groupsClaim`, each exactly as the issuer wrote it; a
 * single string is one group, whatever it contains. Anything else there names no group.
 * @throws Refusal `unauthorized` for a token without a `sub`, or with one that no owner can have
 */
export function principalOf(claims: Claims, { groupsClaim, services }: IdentityRules): Principal {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '') {
    throw new Refusal(
      'unauthorized',
      'The token has no claim sub, so it identifies no caller. Sign in, and send the access token.',
      {},
    );
  }
  if (sub.length > MAX_SUB_LENGTH || !sub.isWellFormed()) {
    throw new Refusal(
      'unauthorized',
      `The claim sub of the token has more than ${MAX_SUB_LENGTH} characters, or half of a surrogate pair. Ask the operator of the issuer for a shorter one.`,
      {},
    );
  }
  const value = claimAt(claims, groupsClaim);
  const groups = (Array.isArray(value) ? value : [value]).filter(
    (group): group is string => typeof group === 'string' && group !== '',
  );
  const isService = services.some((service) => isTokenOf(service, claims));
  return { sub, groups: [...new Set(groups)], ...(isService && { isService }) };
}

/** A service rule without a condition matches no token. */
const isTokenOf = ({ subject, scope }: ServiceRule, claims: Claims): boolean =>
  (subject !== undefined || scope !== undefined) &&
  (subject === undefined || claims.sub === subject) &&
  (scope === undefined || scopesOf(claims).includes(scope));

/** Scopes as one text with blanks (RFC 9068, section 2.2.3), or as a list, which some issuers write. */
function scopesOf({ scope, scp }: Claims): readonly unknown[] {
  const value = scope ?? scp;
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? value.split(' ') : [];
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
