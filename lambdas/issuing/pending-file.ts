// What issuing creates for one claim: a pending file, with its upload in S3 where it is sent in parts.
import { createHash } from 'node:crypto';
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { invalid } from '../domain/errors.ts';
import type { PendingFile } from '../domain/file.ts';
import { planUpload } from '../domain/plan-upload.ts';
import { type AdmittedClaim, admitClaim, base64Sha256 } from '../domain/policy.ts';
import type * as ports from '../domain/ports.ts';
import {
  permittedBy,
  permittedClaim,
  permittedRules,
  type Uploader,
} from '../domain/upload-permission.ts';
import type { ClaimRequest } from '../http/claim-requests.ts';

/** What creating a pending file takes from outside. */
export interface PendingFilePorts {
  readonly config: MediaFunctionConfig;
  readonly createMultipart: ports.CreateMultipart;
  readonly abortMultipart: ports.AbortMultipart;
  readonly newId: ports.NewId;
  readonly newToken: ports.NewToken;
  readonly now: ports.Now;
}

/**
 * Admits the claim of a request, or throws the `Refusal`. What the answer needs is checked here too, before the record is stored.
 */
export function admitRequest(
  { firstParts = [], ...claim }: ClaimRequest,
  { admittedAs, permission }: Uploader,
  { config, now }: Pick<PendingFilePorts, 'config' | 'now'>,
): AdmittedClaim {
  firstParts.forEach(({ sha256 }, index) => {
    const field = `firstParts.${index}.sha256`;
    if (claim.checksumParts && sha256 === undefined) {
      throw invalid(field, 'is missing; with checksumParts every part has its SHA-256.');
    }
    if (!claim.checksumParts && sha256 !== undefined) {
      throw invalid(field, 'is only for an upload with checksumParts; leave it out.');
    }
    if (sha256 !== undefined) base64Sha256(sha256, field);
  });
  if (!permission) return admitClaim(claim, admittedAs, config, now());
  const permitted = permittedClaim(claim, permission);
  return admitClaim(permitted, admittedAs, permittedRules(config, permission), now());
}

/** Plans the upload and, for a file in parts, creates the multipart upload in S3. */
export async function createPendingFile(
  claim: AdmittedClaim,
  { owner, permission }: Uploader,
  { config, createMultipart, newId, newToken, now }: PendingFilePorts,
): Promise<PendingFile> {
  const { file, parts } = planUpload(
    claim,
    { id: newId(), publicToken: newToken(), owner: owner.sub, at: now() },
    config,
  );
  const issued = {
    ...file,
    ...(permission && { permittedBy: permittedBy(permission, file.expiresAt) }),
  };
  if (!parts) return issued;
  const uploadId = await createMultipart(file, parts.checksumParts);
  return { ...issued, multipart: { ...parts, uploadId } };
}

/** Aborts the upload in S3 of a file that is not added after all. */
export async function dropPendingFile(
  { key, multipart }: PendingFile,
  { abortMultipart }: Pick<PendingFilePorts, 'abortMultipart'>,
): Promise<void> {
  if (multipart) await abortMultipart({ key, uploadId: multipart.uploadId });
}

/**
 * The fingerprint of a request for its Idempotency-Key. Attempts may differ in the size of their parts and in the links that they
 * request.
 */
export const fingerprintOf = (requests: readonly unknown[]): string =>
  createHash('sha256')
    .update(requests.map((request) => JSON.stringify(claimEntries(request))).join('\n'))
    .digest('base64url');

/** The entries of a claim, sorted by name, so that the order of names in a request does not count. */
const claimEntries = (request: unknown) =>
  byName(request ?? {})
    .filter(([name]) => name !== 'firstParts' && name !== 'partSize')
    .map(([name, value]) => [
      name,
      name === 'metadata' ? Object.fromEntries(byName(value ?? {})) : value,
    ]);

const byName = (map: object): [string, unknown][] =>
  Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
