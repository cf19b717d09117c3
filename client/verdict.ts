// The decision on a file's bytes and its evidence, as plain types.

/** Why a file was refused, by a stable name. */
export type Reason =
  | 'empty'
  | 'size_mismatch'
  | 'type_unknown'
  | 'type_mismatch'
  | 'type_not_allowed'
  | 'macros'
  | 'dde'
  | 'embedded_objects'
  | 'external_content'
  | 'not_text'
  | 'malformed'
  | 'image_too_large'
  | 'too_many_frames'
  | 'image_truncated'
  | 'image_contradictory'
  | 'trailing_data'
  | 'document_damaged'
  | 'pdf_active'
  | 'embedded_files'
  | 'encrypted'
  | 'archive_damaged'
  | 'archive_bomb'
  | 'media_truncated'
  | 'media_damaged'
  | 'active_content'
  | 'unreadable'
  | 'too_complex'
  | 'collection_removed'
  | 'malware_found'
  | 'not_scannable'
  | 'scan_failed'
  | 'scan_timed_out';

/** A checksum of the stored bytes. */
export interface Checksum {
  /** As S3 names it: `SHA256`, `CRC64NVME`. */
  algorithm: string;
  /** Base64, as S3 writes it. */
  value: string;
  /** Of the whole object, or of its parts' checksums. */
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** What the headers of an image say. */
export interface ImageFacts {
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
  frames?: number | undefined;
  /** How to turn it upright, 1 to 8 as in EXIF. */
  orientation?: number | undefined;
  /** Whether its metadata hold the place where it was taken. */
  hasGps?: boolean | undefined;
}

/** Where the structure of a file is wrong. */
export interface Flaw {
  kind: 'truncated' | 'contradictory' | 'unreadable';
  detail: string;
}

/** One piece of active content in a document, and where it stands. */
export interface Finding {
  kind:
    | 'script'
    | 'macro'
    | 'launch'
    | 'automatic_action'
    | 'dde'
    | 'embedded_file'
    | 'embedded_object'
    | 'external_content';
  where: string;
  target?: string | undefined;
}

/** The result of a malware scanner about the stored bytes. */
export interface Scan {
  engine: 'guardduty' | 'clamd';
  outcome: 'clean' | 'infected' | 'unsupported' | 'failed' | 'timed_out';
  /** Names of what it found. */
  threats?: readonly string[] | undefined;
  /** Why there is no answer about the bytes. */
  why?: string | undefined;
}

/** The decision on the stored bytes, with its evidence. A fact that the bytes do not state is absent. */
export interface Verdict {
  outcome: 'accepted' | 'rejected';
  reason?: Reason | undefined;
  /** The content type that the uploader claimed. */
  declaredType: string;
  /** The content type that the bytes show. */
  detectedType?: string | undefined;
  /** Bytes that the uploader announced. */
  declaredSize?: number | undefined;
  /** Bytes that S3 holds. */
  size?: number | undefined;
  image?:
    | ({ [Fact in keyof ImageFacts]?: ImageFacts[Fact] | undefined } & {
        /** There are more than the `frames` that were counted. */
        hasMoreFrames?: boolean | undefined;
        trailingBytes?: number | undefined;
        flaw?: Flaw | undefined;
      })
    | undefined;
  document?:
    | {
        findings: readonly Finding[];
        isEncrypted?: boolean | undefined;
        leadingBytes?: number | undefined;
        trailingBytes?: number | undefined;
        flaw?: Flaw | undefined;
      }
    | undefined;
  archive?:
    | {
        entries?: number | undefined;
        expandedBytes?: number | undefined;
        isEncrypted?: boolean | undefined;
        nestedArchives?: number | undefined;
        programs?: number | undefined;
        unsafeName?: string | undefined;
        flaw?: Flaw | undefined;
      }
    | undefined;
  media?: { isUnfinished?: boolean | undefined; flaw?: Flaw | undefined } | undefined;
  /** Content of another kind that was found inside, and where. */
  foreign?: { kind: 'PDF' | 'ZIP'; at: number } | undefined;
  /** The character encoding of a text: `utf-8`, `utf-16le`. */
  charset?: string | undefined;
  checksum?: Checksum | undefined;
  /** Bytes that were read to decide. */
  bytesRead?: number | undefined;
  scan?: Scan | undefined;
  /** One sentence for people: what was found, what was expected, what to do. */
  detail?: string | undefined;
}
