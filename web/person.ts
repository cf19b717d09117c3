// Reads the signed-in user: subject and groups from the access token, as the API does, the name from the ID token.
import type { User } from 'oidc-client-ts';

/** The signed-in user. */
export interface Person {
  /** The name to show. */
  readonly name: string;
  /** The `sub` of their token: the owner of the files that they upload. */
  readonly sub: string;
  readonly groups: readonly string[];
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * The user whom a session names; their groups are at the path `groupsClaim` of the claims. Issuers differ in what an ID token
 * repeats: Keycloak leaves roles out, and Okta has another `sub` in it. If the access token cannot be read, the ID token is used.
 */
export function personOf(
  { profile, access_token: token }: Pick<User, 'profile' | 'access_token'>,
  groupsClaim: readonly string[],
): Person {
  const claims = claimsOf(token) ?? profile;
  const value = claimAt(claims, groupsClaim);
  const groups = [value].flat().filter((group) => typeof group === 'string');
  const sub = typeof claims.sub === 'string' ? claims.sub : profile.sub;
  return { name: nameOf(profile), sub, groups };
}

/** The claims of a signed JWT, unverified: they decide only what the page shows; the API verifies the token. */
function claimsOf(token: string): Claims | undefined {
  try {
    const [, payload = ''] = token.split('.');
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === 'object' && claims !== null ? (claims as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** The value at a path of own properties. */
function claimAt(claims: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Claims)[name]
        : undefined,
    claims,
  );
}

function nameOf(profile: User['profile']): string {
  const names = [
    profile.email,
    profile.preferred_username,
    profile['cognito:username'],
    profile.name,
  ];
  return (
    names.find((name): name is string => typeof name === 'string' && name !== '') ?? profile.sub
  );
}
