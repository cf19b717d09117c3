// The evidence of the formats' readers: facts that the bytes state, and contradictions between them.

/** Why a file's structure cannot be trusted, in a sentence with numbers. */
export interface Flaw {
  /** Cut short, at odds with itself, or not to be read within the budget. */
  readonly kind: 'truncated' | 'contradictory' | 'unreadable';
  readonly detail: string;
}

/** The evidence of an image's headers; nothing is decoded. */
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
  /** Whether the metadata contains the place where the picture was taken. */
  readonly hasGps?: boolean | undefined;
  /** Bytes after the image's end that nothing in the image announces. */
  readonly trailingBytes?: number | undefined;
  readonly flaw?: Flaw | undefined;
}

/** The kinds of active content of a document, and of content inside it, by stable names. */
export const findingKinds = [
  /** JavaScript in a PDF; scripts and event listeners in OpenDocument; callbacks of an Office ribbon. */
  'script',
  /** VBA projects, Excel 4 macro sheets, Basic libraries. */
  'macro',
  /** An action that starts a program or opens a local file. */
  'launch',
  /** An action that the document performs by itself when it is opened, such as visiting an address. */
  'automatic_action',
  /** A field or link that exchanges data with another program (Dynamic Data Exchange). */
  'dde',
  /** A file attached to the document. */
  'embedded_file',
  /** An object of another program, a control, a program or an archive inside the document. */
  'embedded_object',
  /** Content that is fetched from elsewhere when the document is opened. */
  'external_content',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One piece of active content in a document. */
export interface Finding {
  readonly kind: FindingKind;
  /** Where it stands, as a person with a tool would find it: `object 12`, `word/_rels/settings.xml.rels`, `byte 4711`. */
  readonly where: string;
  /** What it names, such as an address; printable and at most `FINDING_MAX_CHARACTERS`. */
  readonly target?: string | undefined;
}

/** Longest `where` and `target` of a finding. */
export const FINDING_MAX_CHARACTERS = 200;
/** Findings that are recorded of one document; further ones change nothing. */
export const MAX_FINDINGS = 20;

/** The evidence of a document that was read whole. */
export interface DocumentEvidence {
  /** In the order in which they stand; empty when the document is passive. */
  readonly findings: readonly Finding[];
  /** Whether a password is needed to read it. A PDF that opens without one is decrypted, and not encrypted in this sense. */
  readonly isEncrypted?: boolean | undefined;
  /** Bytes before its header or after its end mark that do not belong to it. */
  readonly leadingBytes?: number | undefined;
  readonly trailingBytes?: number | undefined;
  readonly flaw?: Flaw | undefined;
}

/** The evidence of an archive's directory; nothing is unpacked. */
export interface ArchiveEvidence {
  /** Absent where the format has no directory that is cheap to read. */
  readonly entries?: number | undefined;
  /** Bytes after unpacking, as claimed. */
  readonly expandedBytes?: number | undefined;
  readonly isEncrypted?: boolean | undefined;
  /** Entries that are archives themselves, by their bytes or their names. */
  readonly nestedArchives?: number | undefined;
  /** Entries that are programs, by their bytes or their names. */
  readonly programs?: number | undefined;
  /** A name that would be written outside the folder it is unpacked into. */
  readonly unsafeName?: string | undefined;
  readonly flaw?: Flaw | undefined;
}

/** The evidence of the structure of sound or film. */
export interface MediaEvidence {
  /** A recording without its index, because it was cut off before its end. */
  readonly isUnfinished?: boolean | undefined;
  readonly flaw?: Flaw | undefined;
}

/** Whole files that may hide inside a file that is something else. */
export const foreignKinds = ['PDF', 'ZIP'] as const;

/** A second file inside a file that is something else. */
export interface ForeignContent {
  readonly kind: (typeof foreignKinds)[number];
  /** Where it begins, in bytes from the start. */
  readonly at: number;
}

/** Thrown by a reader at the first flaw; `withFlaw` turns it into evidence. */
export class FormatError extends Error {
  readonly flaw: Flaw;
  constructor(kind: Flaw['kind'], detail: string) {
    super(detail);
    this.flaw = { kind, detail };
  }
}
