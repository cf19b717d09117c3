// Reads who is signed in from the claims of the ID token.
import type { User } from 'oidc-client-ts';

/** The signed-in user. */
export interface Person {
  /** The name to show. */
  readonly name: string;
  /** The `sub` of their token: the owner of the files that they upload. */
  readonly sub: string;
  readonly groups: readonly string[];
}

/** The user whom a session names; their groups are at the path `groupsClaim` of the claims. */
export function personOf({ profile }: User, groupsClaim: readonly string[]): Person {
  const value = claimAt(profile, groupsClaim);
  const groups = [value].flat().filter((group) => typeof group === 'string');
  return { name: nameOf(profile), sub: profile.sub, groups };
}

/** The value at a path of own properties. */
function claimAt(profile: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined,
    profile,
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
