// The port to the directory: people by the name that others know them by.

/** A person as the directory names them. */
export interface NamedPrincipal {
  readonly sub: string;
  readonly name: string;
}

/** What is looked up: who has this name or mail address, or the names of these subjects. */
export type PrincipalLookup = { readonly name: string } | { readonly subs: readonly string[] };

/**
 * Looks people up, at most {@link MAX_FOUND} of one name. Whom the directory does not know is left out.
 * @throws ThrottledError when the directory throttles
 */
export type FindPrincipals = (lookup: PrincipalLookup) => Promise<readonly NamedPrincipal[]>;

/** Most people of one name: a second one already makes it ambiguous. */
export const MAX_FOUND = 5;
