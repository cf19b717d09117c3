// What every reader finds: the URLs in one file's text, and where they stand.

/**
 * What a URL is there for:
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
  /** Whether it stands in an attribute, where `&` must be escaped. Default: not. */
  readonly inAttribute?: boolean;
}

/** All references of one text, in its order. */
export interface Reading {
  readonly references: readonly Reference[];
  /** What a document's `<base href>` says. Default: references start from the file itself. */
  readonly base?: string;
}

/** The same references within a larger text. */
export const shift = (references: readonly Reference[], by: number): readonly Reference[] =>
  references.map((each) => ({ ...each, start: each.start + by, end: each.end + by }));
