// The names of your collections as a type, so that a wrong one does not compile.

/**
 * A union of names, or the type of an object with collections: `typeof config` of a configuration or of the construct's props.
 */
export type Collections = string | { readonly collections: object };

/** The names of the collections as a union; `string` where they are not known. */
export type CollectionName<Of extends Collections> = Of extends { readonly collections: infer All }
  ? Extract<keyof All, string>
  : Of;
