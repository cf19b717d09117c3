// The digests that a request announces for its body.
import type { ChecksumAlgorithm } from './checksums.ts';

/** Digests a body was announced with. All of them must match, or it is not stored. */
export interface ExpectedDigests {
  /** Base64, from Content-MD5. */
  readonly md5?: string | undefined;
  /** Hex, from x-amz-content-sha256. */
  readonly sha256?: string | undefined;
  readonly checksum?: ExpectedChecksum | undefined;
}

/** The value may only be known once the body (and its trailer) has been read. */
export interface ExpectedChecksum {
  readonly algorithm: ChecksumAlgorithm;
  value(): string;
}
