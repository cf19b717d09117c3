// The HTTP contract of lookups in the directory as plain types.

/** Body of `POST /principals/lookups`: who has this name or mail address, or the names of up to 10 subjects. */
export type PrincipalLookup = { name: string } | { subs: string[] };

/** Answer of `POST /principals/lookups`; who is not in the directory is left out. */
export interface PrincipalsResponse {
  principals: {
    /** `user:<sub>`, as grants name it. */
    principal: string;
    /** The name to show: a mail address, or what your directory answers. */
    name: string;
  }[];
}
