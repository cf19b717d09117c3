// The port to the directory, which finds people by name.

/** A person, with the name in the directory. */
export interface NamedPrincipal {
  readonly sub: string;
  readonly name: string;
}

/** A lookup: of the people with a name or mail address, or of the names of subjects. */
export type PrincipalLookup = { readonly name: string } | { readonly subs: readonly string[] };

/**
 * Looks people up, at most {@link MAX_FOUND} of one name. People who are not in the directory are left out.
 * @throws ThrottledError when the directory throttles
 */
export type FindPrincipals = (lookup: PrincipalLookup) => Promise<readonly NamedPrincipal[]>;

/** Most people of one name: a second one already makes it ambiguous. */
export const MAX_FOUND = 5;
