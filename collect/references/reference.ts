// The references that every reader returns: the URLs in one file's text, and their positions.

/**
 * The purpose of a URL:
 * - `asset`: the browser loads it, so it must have been collected;
 * - `link`: people follow it, or it merely names a file; it may lead out of what was collected;
 * - `integrity`: not a URL itself, but the hash that the file at `url` is held against;
 * - `computed`: known only when the script runs, `url` with `*` for what is not known.
 */
export type Use = 'asset' | 'link' | 'integrity' | 'computed';

/** One URL in a text. */
export interface Reference {
  readonly use: Use;
  /** The URL with the escapes of its language undone. */
  readonly url: string;
  /** Where it starts and ends as written, in UTF-16 units; quotes are outside. */
  readonly start: number;
  readonly end: number;
  /** In how many attributes it stands, one within the other: `&` is escaped once for each. Default: 0. */
  readonly attributes?: number;
  /** What the `<base href>` of the document within `srcdoc` says that it stands in. Default: that of the whole text. */
  readonly base?: string;
}

/** A place where a script builds addresses of other files when it runs, which no reader can follow. */
export interface RunTimePath {
  /** The expression by which it was found, as written: `document.currentScript`. */
  readonly sign: string;
  readonly start: number;
}

/** All references of one text, in its order. */
export interface Reading {
  readonly references: readonly Reference[];
  /** What a document's `<base href>` says. Default: references start from the file itself. */
  readonly base?: string;
  /** The first place where a script in it builds addresses when it runs. Default: none does. */
  readonly runTimePath?: RunTimePath;
}

/** The same references within a larger text. */
export const shift = (references: readonly Reference[], by: number): readonly Reference[] =>
  references.map((each) => ({ ...each, start: each.start + by, end: each.end + by }));

/** The same reference with its place in an attribute mapped to the place in the text around it. */
export const inAttribute = (each: Reference, offsetOf: (at: number) => number): Reference => ({
  ...each,
  start: offsetOf(each.start),
  end: offsetOf(each.end),
  attributes: (each.attributes ?? 0) + 1,
});
