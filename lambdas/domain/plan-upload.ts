// Plans one upload: turns an admitted claim into a pending file and, above a size, a plan of its parts.
import { invalid } from './errors.ts';
import type { PendingFile } from './file.ts';
import { keyOf } from './key.ts';
import { type PartPlan, planParts } from './parts.ts';
import type { AdmittedClaim } from './policy.ts';
import { daysAfter, secondsAfter } from './time.ts';

/** The settings that decide how a file is sent and how long its upload may take. */
export interface UploadRules {
  /** Files above this size, in bytes, are sent in parts. */
  readonly multipartThresholdBytes: number;
  readonly expiry: { readonly uploadSeconds: number; readonly multipartDays: number };
}

/** What a plan takes from outside: identities and the time. */
export interface NewUpload {
  readonly id: string;
  /** Names the public copy, if the file ever has one. */
  readonly publicToken: string;
  readonly owner: string;
  readonly at: Date;
}

/** A pending file, and how to send it: in the parts planned, or in one form post. */
export interface UploadPlan {
  readonly file: Omit<PendingFile, 'multipart'>;
  readonly parts?: PartPlan & { readonly checksumParts: boolean };
}

/**
 * Plans the upload of an admitted claim.
 * @throws Refusal when the claim has a SHA-256 of a whole file that is sent in parts, which S3 cannot enforce
 */
export function planUpload(
  { collection, checksumParts = false, partSize, ...claim }: AdmittedClaim,
  { id, publicToken, owner, at }: NewUpload,
  { multipartThresholdBytes, expiry }: UploadRules,
): UploadPlan {
  const isInParts = claim.size > multipartThresholdBytes;
  if (isInParts && claim.sha256) {
    throw invalid(
      'sha256',
      'cannot be enforced by S3 on a file sent in parts; send checksumParts and the SHA-256 of each part.',
    );
  }
  const file = {
    ...claim,
    id,
    status: 'pending',
    collection: collection.name,
    owner,
    key: keyOf({ id, owner, contentType: claim.contentType }, collection, at),
    visibility: collection.visibility,
    publicToken: collection.visibility === 'public' ? publicToken : undefined,
    createdAt: at.toISOString(),
    revision: 1,
    expiresAt: isInParts
      ? daysAfter(at, expiry.multipartDays)
      : secondsAfter(at, expiry.uploadSeconds),
  } as const;
  return isInParts
    ? { file, parts: { ...planParts(claim.size, partSize), checksumParts } }
    : { file };
}
