// Evidence and verdict: what was observed in the stored bytes, and the decision that explains itself.

/** Why a file is refused, by a stable name. */
export const reasons = [
  'empty',
  'size_mismatch',
  'type_unknown',
  'type_mismatch',
  'type_not_allowed',
  'not_text',
  'active_content',
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
  /** The budget ended before everything was read that this type calls for. */
  readonly isPartlyRead?: true | undefined;
}

/** How the head of a file reads as text. */
export type TextEvidence =
  | { readonly kind: 'binary' }
  /** Text that a browser would run or interpret: HTML, SVG, XML, or a script with an interpreter line. */
  | { readonly kind: 'active'; readonly looksLike: 'HTML' | 'SVG' | 'XML' | 'script' }
  | { readonly kind: 'plain' };

/** What a malware scanner said about the stored bytes. */
export interface ScanEvidence {
  readonly engine: 'guardduty' | 'clamd';
  /** `unsupported`: it cannot look into such a file. `failed`: it could have and did not. */
  readonly outcome: 'clean' | 'infected' | 'unsupported' | 'failed' | 'timed_out';
  /** Names of what it found, in its own words. */
  readonly threats?: readonly string[] | undefined;
  /** Why there is no answer about the bytes, in its own words. */
  readonly why?: string | undefined;
}

/** The decision about one version of an object. */
export interface Verdict {
  readonly outcome: 'accepted' | 'rejected';
  readonly reason?: Reason | undefined;
  readonly declaredType: string;
  readonly detectedType?: string | undefined;
  readonly size?: number | undefined;
  readonly image?: { readonly width: number; readonly height: number } | undefined;
  /** What the malware scanner said, where the collection demands one. */
  readonly scan?: ScanEvidence | undefined;
  /** One sentence for people: what was found, what was expected, what to do. */
  readonly detail?: string | undefined;
}
