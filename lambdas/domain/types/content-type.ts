// The shape of an entry in the tables of content types.

/** What is known of one content type. */
export interface ContentType {
  /** Extension that keys of this type end with, and that a download without a fitting one gets. */
  readonly extension: `.${string}`;
  /** Further extensions that files of this type are honestly saved with. */
  readonly otherExtensions?: readonly `.${string}`[];
  /** The type as a person calls it, a noun that can be counted. */
  readonly name: string;
  /** Its indefinite article where it is not `a`. */
  readonly article?: 'an';
  /** Other names of the very same format, as browsers, systems and detectors write them. */
  readonly aliases?: readonly string[];
  /** The wider type that each file of this type is as well, by its canonical name: a CSV file is a text file. */
  readonly widerType?: string;
  /** A text format: judged by reading it, since it has no mark. */
  readonly text?: true;
  /** An office document without programs in it. */
  readonly office?: true;
  /** Safe to show in a browser: it cannot run script in the origin that serves it. */
  readonly inline?: true;
  /** Runs code in what usually opens it: part of no family, taken only by a collection that names it. */
  readonly unsafe?: true;
  /** Part of no family, since few collections want it: taken only by a collection that names it. */
  readonly byNameOnly?: true;
  /** An image without a reader of its dimensions, so that `image/*`, whose limits count pixels, leaves it out. */
  readonly unmeasured?: true;
}

/** Types by their canonical names. */
export type TypeTable = Readonly<Record<string, ContentType>>;
