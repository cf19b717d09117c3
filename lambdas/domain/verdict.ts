// Evidence and verdict: what was observed in the stored bytes, and the decision that explains itself.

import type {
  ArchiveEvidence,
  DocumentEvidence,
  ForeignContent,
  ImageEvidence,
  MediaEvidence,
} from './formats/evidence.ts';
import type { Charset } from './text/charsets.ts';
import type { Markup, MarkupKind } from './text/markup.ts';

/** Why a file is refused, by a stable name. */
export const reasons = [
  'empty',
  'size_mismatch',
  'type_unknown',
  'type_mismatch',
  'type_not_allowed',
  'macros',
  'dde',
  'embedded_objects',
  'external_content',
  'not_text',
  'malformed',
  'image_too_large',
  'too_many_frames',
  'image_truncated',
  'image_contradictory',
  'trailing_data',
  'document_damaged',
  'pdf_active',
  'embedded_files',
  'encrypted',
  'archive_damaged',
  'archive_bomb',
  'media_truncated',
  'media_damaged',
  'active_content',
  'unreadable',
  'too_complex',
  'collection_removed',
  'malware_found',
  'not_scannable',
  'scan_failed',
  'scan_timed_out',
] as const;
export type Reason = (typeof reasons)[number];

/** What was observed in the stored bytes. */
export interface Evidence {
  /** Bytes that S3 holds. */
  readonly size: number;
  /** Canonical type by the bytes' own marks; undefined when they carry none. */
  readonly detectedType?: string | undefined;
  /** How the head reads as text. */
  readonly text: TextEvidence;
  /** The budget ended before everything was read that this type requires. */
  readonly isPartlyRead?: true | undefined;
  /** Bytes that were read to observe all this. */
  readonly bytesRead?: number | undefined;
  /** The limit of CPU seconds; the upload exceeded it, or the limit of memory. */
  readonly exceededCpuSeconds?: number | undefined;
  /** What the headers of an image say. */
  readonly image?: ImageEvidence | undefined;
  /** What a PDF can do. */
  readonly document?: DocumentEvidence | undefined;
  /** What an archive, or a document that is one, claims to hold. */
  readonly archive?: ArchiveEvidence | undefined;
  /** What the structure of sound or film says. */
  readonly media?: MediaEvidence | undefined;
  /** Content of another kind that was found inside. */
  readonly foreign?: ForeignContent | undefined;
}

/** How the beginning of a file reads as text. */
export type TextEvidence =
  | { readonly kind: 'binary' }
  /** A script, or bytes that are no text but begin as markup that a browser would show. */
  | { readonly kind: 'active'; readonly looksLike: MarkupKind | 'script' }
  /** Nothing but blanks, as far as was read. */
  | { readonly kind: 'hidden'; readonly blankBytes: number }
  | {
      readonly kind: 'plain';
      readonly charset: Charset;
      /** The text format that the text itself names. */
      readonly format?: string | undefined;
      /** What keeps the text from being each text format, by canonical type; absent for what it may be. */
      readonly flaws: Readonly<Record<string, string>>;
      /** The markup that the text begins with. */
      readonly markup?: Markup | undefined;
    };

/** S3's own checksum of the stored bytes, base64. */
export interface Checksum {
  /** As S3 names it: `SHA256`, `CRC64NVME`. */
  readonly algorithm: string;
  readonly value: string;
  /** Of the whole object, or of its parts' checksums (S3 user guide, "Checking object integrity"). */
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** The result of a malware scanner about the stored bytes. */
export interface ScanEvidence {
  readonly engine: 'guardduty' | 'clamd';
  /** `unsupported`: it cannot read such a file. `failed`: the scan of a readable file failed. */
  readonly outcome: 'clean' | 'infected' | 'unsupported' | 'failed' | 'timed_out';
  /** Names of the threats that it found, as it calls them. */
  readonly threats?: readonly string[] | undefined;
  /** Why there is no result about the bytes, as it says. */
  readonly why?: string | undefined;
}

/** What the readers of formats observed. */
type ContentEvidence = 'image' | 'document' | 'archive' | 'media' | 'foreign';

/** The decision about one version of an object. */
export interface Verdict extends Pick<Evidence, ContentEvidence> {
  readonly outcome: 'accepted' | 'rejected';
  readonly reason?: Reason | undefined;
  /** What was claimed, and what was found. */
  readonly declaredType: string;
  readonly detectedType?: string | undefined;
  readonly declaredSize?: number | undefined;
  readonly size?: number | undefined;
  /** The encoding of a text. */
  readonly charset?: Charset | undefined;
  readonly checksum?: Checksum | undefined;
  /** Bytes that were read to decide. */
  readonly bytesRead?: number | undefined;
  /** What the malware scanner said, where the collection demands one. */
  readonly scan?: ScanEvidence | undefined;
  /** One sentence for people: what was found, what was expected, what to do. */
  readonly detail?: string | undefined;
}
