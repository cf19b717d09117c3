// What the formats' readers report: facts that the bytes state about themselves, and where they contradict each other.

/** Why a file's structure cannot be trusted, in a sentence with numbers. */
export interface Flaw {
  /** Cut short, at odds with itself, or not to be read within the budget. */
  readonly kind: 'truncated' | 'contradictory' | 'unreadable';
  readonly detail: string;
}

/** What an image's headers say; nothing is decoded. */
export interface ImageEvidence {
  /** Pixels; absent when the headers could not be read. */
  readonly width?: number | undefined;
  /** Pixels; absent when the headers could not be read. */
  readonly height?: number | undefined;
  /** Frames of an animation, pages of a TIFF, images of an icon. */
  readonly frames?: number | undefined;
  /** The budget ended before the last frame: `frames` is what was counted until then. */
  readonly hasMoreFrames?: boolean | undefined;
  /** How to turn the picture upright, 1 to 8 (EXIF 2.32, tag 0x0112). */
  readonly orientation?: number | undefined;
  /** Whether the picture tells where it was taken. */
  readonly hasGps?: boolean | undefined;
  /** Bytes after the image's end that nothing in the image announces. */
  readonly trailingBytes?: number | undefined;
  readonly flaw?: Flaw | undefined;
}

/** What a PDF can do besides being read, as far as a budgeted scan sees. */
export interface DocumentEvidence {
  readonly hasJavaScript: boolean;
  readonly hasLaunchAction: boolean;
  readonly hasEmbeddedFiles: boolean;
  readonly isEncrypted: boolean;
  /** Whether every byte was looked at; else its beginning and its end. */
  readonly isWhollyRead: boolean;
  /** Bytes before its header or after its end mark that do not belong to it. */
  readonly leadingBytes?: number | undefined;
  readonly trailingBytes?: number | undefined;
  readonly flaw?: Flaw | undefined;
}

/** What an archive's directory claims; nothing is unpacked. */
export interface ArchiveEvidence {
  /** Absent where the format has no directory that is cheap to read. */
  readonly entries?: number | undefined;
  /** Bytes after unpacking, as claimed. */
  readonly expandedBytes?: number | undefined;
  readonly isEncrypted?: boolean | undefined;
  /** Entries that are archives themselves, by their names. */
  readonly nestedArchives?: number | undefined;
  /** Office macros. */
  readonly hasMacros?: boolean | undefined;
  /** Entries that are programs, by their names. */
  readonly programs?: number | undefined;
  /** What an office document would fetch from elsewhere as it is opened. */
  readonly fetches?: string | undefined;
  /** A name that would be written outside the folder it is unpacked into. */
  readonly unsafeName?: string | undefined;
  readonly flaw?: Flaw | undefined;
}

/** What the structure of sound or film says. */
export interface MediaEvidence {
  /** A recording without its index, as one is that was cut off before its end. */
  readonly isUnfinished?: boolean | undefined;
  readonly flaw?: Flaw | undefined;
}

/** What may hide inside a file that is something else. */
export const foreignKinds = ['HTML', 'SVG', 'PHP', 'script', 'PDF', 'ZIP'] as const;

/** Content of another kind inside a file that is something else. */
export interface ForeignContent {
  readonly kind: (typeof foreignKinds)[number];
  /** Where it begins, in bytes from the start. */
  readonly at: number;
}

/** Thrown by a reader at the first thing that is wrong; `withFlaw` makes evidence of it. */
export class Flawed extends Error {
  readonly flaw: Flaw;
  constructor(kind: Flaw['kind'], detail: string) {
    super(detail);
    this.flaw = { kind, detail };
  }
}
