// 1. POST /files: admits a claim, stores its record and returns where to send the bytes.
import { createHash } from 'node:crypto';
import type { MediaFunctionConfig } from '../config/function-config.ts';
import type { Principal } from '../domain/access.ts';
import { Refusal } from '../domain/errors.ts';
import type { FileRecord, PendingFile } from '../domain/file.ts';
import { isFileId } from '../domain/key.ts';
import { planUpload } from '../domain/plan-upload.ts';
import { type AdmittedClaim, admitClaim } from '../domain/policy.ts';
import type * as ports from '../domain/ports.ts';
import { hasRoom, limitsOf, quotaExceeded } from '../domain/quota.ts';
import { replacementRefusal } from '../domain/replacement.ts';
import type { IssueResponse, Upload } from '../http/contract.ts';
import type { ViewFile } from '../http/file-view.ts';
import type { IssueRequest } from '../http/requests.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly addFile: ports.AddFile;
  readonly findFile: ports.FindFile;
  readonly presignPost: ports.PresignPost;
  readonly createMultipart: ports.CreateMultipart;
  readonly abortMultipart: ports.AbortMultipart;
  readonly newId: ports.NewId;
  readonly newToken: ports.NewToken;
  readonly viewFile: ViewFile;
  readonly now: ports.Now;
}

type Issued = IssueResponse & { readonly isReplay: boolean };

const NO_USAGE = { bytes: 0, files: 0 };

/** Issues an upload; a request repeated with its Idempotency-Key receives the same file again. */
export const issueUpload =
  (ports: Ports) =>
  async (request: IssueRequest, principal: Principal, idempotencyKey?: string): Promise<Issued> => {
    const { config, addFile, findFile, abortMultipart } = ports;
    const claim = admitClaim(request, principal, config);
    const limits = limitsOf(principal, config);
    if (!hasRoom(NO_USAGE, limits, claim.size)) throw quotaExceeded(NO_USAGE, limits, claim.size);

    const file = await createPendingFile(claim, principal, ports);
    const fingerprint = fingerprintOf(request);
    const key = idempotencyKey ? { key: idempotencyKey, fingerprint } : undefined;
    const added = await addFile(file, limits, key);
    if (added.outcome !== 'added' && file.multipart) {
      await abortMultipart({ key: file.key, uploadId: file.multipart.uploadId });
    }
    switch (added.outcome) {
      case 'added':
        return { ...(await toIssueResponse(file, principal, ports)), isReplay: false };
      case 'replayed': {
        const known = added.fingerprint === fingerprint ? await findFile(added.fileId) : undefined;
        if (!known) throw keyReused();
        return { ...(await toIssueResponse(known, principal, ports)), isReplay: true };
      }
      case 'no_room':
        throw quotaExceeded(added.used, limits, file.size);
      case 'not_replaceable': {
        const { replaces = '', collection } = file;
        const replaced = isFileId(replaces) ? await findFile(replaces) : undefined;
        throw replacementRefusal(replaced, collection, principal, config);
      }
    }
  };

/** Plans the upload and, for a file in parts, creates the multipart upload in S3. */
async function createPendingFile(
  claim: AdmittedClaim,
  { sub: owner }: Principal,
  { config, createMultipart, newId, newToken, now }: Ports,
): Promise<PendingFile> {
  const { file, parts } = planUpload(
    claim,
    { id: newId(), publicToken: newToken(), owner, at: now() },
    config,
  );
  if (!parts) return file;
  const uploadId = await createMultipart(file, parts.checksumParts);
  return { ...file, multipart: { ...parts, uploadId } };
}

/** The file as its owner sees it and, while its upload may begin, where to send the bytes. */
async function toIssueResponse(
  file: FileRecord,
  principal: Principal,
  { presignPost, viewFile, now }: Ports,
): Promise<IssueResponse> {
  const view = viewFile(file, principal);
  if (file.status !== 'pending') return { file: view };
  const { expiresAt, multipart } = file;
  const secondsLeft = Math.floor((Date.parse(expiresAt) - now().getTime()) / 1000);
  if (secondsLeft < 1) return { file: view };
  if (!multipart) {
    return {
      file: view,
      upload: { kind: 'post', ...(await presignPost(file, secondsLeft)), expiresAt },
    };
  }
  const { partSize, partCount } = multipart;
  const upload: Upload = { kind: 'multipart', partSize, partCount, expiresAt };
  return { file: view, upload };
}

const fingerprintOf = (request: IssueRequest): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('base64url');

const keyReused = () =>
  new Refusal(
    'idempotency_key_reused',
    'This Idempotency-Key already stands for another upload. Send a new key with a new upload.',
    {},
  );
