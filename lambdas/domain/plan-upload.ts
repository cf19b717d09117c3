// Plans one upload: turns an admitted claim into a pending file and, above a size, a plan of its parts.
import type { Collection } from './collection.ts';
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
  upload: NewUpload,
  { multipartThresholdBytes, expiry }: UploadRules,
): UploadPlan {
  const { at } = upload;
  const isInParts = claim.size > multipartThresholdBytes;
  if (isInParts && claim.sha256) {
    throw invalid(
      'sha256',
      'cannot be enforced by S3 on a file sent in parts; send checksumParts and the SHA-256 of each part.',
    );
  }
  const expiresAt = isInParts
    ? daysAfter(at, expiry.multipartDays)
    : secondsAfter(at, expiry.uploadSeconds);
  const file = pendingFile({ ...claim, expiresAt }, collection, upload);
  return isInParts
    ? { file, parts: { ...planParts(claim.size, partSize), checksumParts } }
    : { file };
}

/** The fields of a new file that do not depend on how its bytes are sent. */
export function pendingFile<Claimed extends Omit<PendingFile, keyof NewRecord>>(
  claim: Claimed,
  collection: Collection,
  { id, publicToken, owner, at }: NewUpload,
): Claimed & NewRecord {
  return {
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
  };
}

type NewRecord = Required<Pick<PendingFile, 'id' | 'status' | 'collection' | 'owner' | 'key'>> &
  Pick<PendingFile, 'visibility' | 'publicToken' | 'createdAt' | 'revision'>;
