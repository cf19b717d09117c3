// A generated file with active content in it, and how it came about.

/** A file made of a base document and of transformations that keep what it does. */
export interface Variant {
  /** Unique; also the name of the file, without its extension. */
  readonly name: string;
  readonly family: Family;
  /** What its active content is, in the generator's words. */
  readonly kind: string;
  /** The transformations in the order in which they were applied. */
  readonly steps: readonly string[];
  readonly contentType: string;
  /** With the dot: readers choose by it. */
  readonly extension: string;
  readonly bytes: Uint8Array;
  /** Whether its active content is only described in words, so that it must be accepted. */
  readonly isHonest: boolean;
}

export type Family = 'PDF' | 'Office' | 'OpenDocument' | 'RTF' | 'archive';
