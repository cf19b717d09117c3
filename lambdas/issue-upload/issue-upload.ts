// 1. POST /files: a claim is admitted, a record is written, and a place in S3 is promised.
import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import { invalid, Refusal } from '../domain/errors.ts';
import type { FileRecord, Multipart, PendingFile } from '../domain/file.ts';
import { isFileId, keyOf } from '../domain/key.ts';
import { planParts } from '../domain/parts.ts';
import { type AdmittedClaim, admitClaim } from '../domain/policy.ts';
import type {
  AbortMultipart,
  AddFile,
  CreateMultipart,
  FindFile,
  NewId,
  NewToken,
  Now,
  PresignPost,
} from '../domain/ports.ts';
import { hasRoom, limitsOf, quotaExceeded } from '../domain/quota.ts';
import { secondsAfter } from '../domain/time.ts';
import type { IssueResponse, Upload } from '../http/contract.ts';
import { viewFile } from '../http/file-view.ts';
import type { IssueRequest } from '../http/requests.ts';

interface Ports {
  readonly config: Config;
  readonly addFile: AddFile;
  readonly findFile: FindFile;
  readonly presignPost: PresignPost;
  readonly createMultipart: CreateMultipart;
  readonly abortMultipart: AbortMultipart;
  readonly newId: NewId;
  readonly newToken: NewToken;
  /** Where public copies are served. */
  readonly mediaOrigin: string;
  readonly now: Now;
}

/** Issues an upload; a request repeated with its Idempotency-Key gets the same file again. */
export const issueUpload =
  (ports: Ports) =>
  async (
    request: IssueRequest,
    principal: Principal,
    idempotencyKey?: string,
  ): Promise<IssueResponse & { readonly isReplay: boolean }> => {
    const { config, addFile, findFile, abortMultipart, now } = ports;
    const claim = admitClaim(request, principal, config);
    const limits = limitsOf(principal, config);
    if (!hasRoom(nothing, limits, claim.size)) throw quotaExceeded(nothing, limits, claim.size);

    const file = await begin(claim, principal, ports);
    const fingerprint = fingerprintOf(request);
    const added = await addFile(
      file,
      limits,
      idempotencyKey ? { key: idempotencyKey, fingerprint } : undefined,
    );
    if (added.outcome === 'added') {
      return { ...(await promise(file, now(), ports)), isReplay: false };
    }
    if (file.multipart) await abortMultipart({ key: file.key, uploadId: file.multipart.uploadId });
    if (added.outcome === 'no_room') throw quotaExceeded(added.used, limits, file.size);
    if (added.outcome === 'not_replaceable') throw await whyNotReplaceable(file, principal, ports);
    const known = added.fingerprint === fingerprint ? await findFile(added.fileId) : undefined;
    if (!known) throw keyReused();
    return { ...(await promise(known, now(), ports)), isReplay: true };
  };

const nothing = { bytes: 0, files: 0 };

/** Only one's own ready file of the same collection may be replaced: tells what was in the way. */
async function whyNotReplaceable(
  { replaces = '', collection }: PendingFile,
  principal: Principal,
  { config, findFile }: Ports,
): Promise<Refusal> {
  const access = {
    file: isFileId(replaces) ? await findFile(replaces) : undefined,
    isGranted: false,
  };
  const old = requireAccess(access, 'send', principal, config);
  if (old.collection !== collection) {
    return invalid(
      'replaces',
      `names a file of ${old.collection}; replace it with one of the same collection.`,
    );
  }
  return new Refusal('not_ready', `Only a ready file can be replaced; this one is ${old.status}.`, {
    fileStatus: old.status,
  });
}

async function begin(
  { collection, checksumParts = false, ...claim }: AdmittedClaim,
  { sub: owner }: Principal,
  { config, createMultipart, newId, newToken, now }: Ports,
): Promise<PendingFile> {
  const id = newId();
  const at = now();
  const key = keyOf({ id, owner, contentType: claim.contentType }, collection, at);
  const isInParts = claim.size > config.multipartThresholdBytes;
  if (isInParts && claim.sha256) {
    throw invalid(
      'sha256',
      'cannot be enforced by S3 on a file sent in parts; send checksumParts and the SHA-256 of each part.',
    );
  }
  const lifetimeSeconds = isInParts
    ? config.expiry.multipartDays * 24 * 3600
    : config.expiry.uploadSeconds;
  const multipart: Multipart | undefined = isInParts
    ? {
        ...planParts(claim.size),
        uploadId: await createMultipart({ key, contentType: claim.contentType }, checksumParts),
        checksumParts,
      }
    : undefined;
  return {
    ...claim,
    id,
    status: 'pending',
    collection: collection.name,
    owner,
    key,
    visibility: collection.visibility,
    // A replacement becomes as public as what it replaces.
    publicToken: collection.visibility === 'public' || claim.replaces ? newToken() : undefined,
    createdAt: at.toISOString(),
    revision: 1,
    expiresAt: secondsAfter(at, lifetimeSeconds),
    multipart,
  };
}

async function promise(
  file: FileRecord,
  now: Date,
  { presignPost, mediaOrigin }: Ports,
): Promise<IssueResponse> {
  const view = viewFile(file, mediaOrigin);
  if (file.status !== 'pending') return { file: view };
  const { expiresAt, multipart } = file;
  const secondsLeft = Math.floor((Date.parse(expiresAt) - now.getTime()) / 1000);
  if (secondsLeft < 1) return { file: view };
  const upload: Upload = multipart
    ? {
        kind: 'multipart',
        partSize: multipart.partSize,
        partCount: multipart.partCount,
        expiresAt,
      }
    : { kind: 'post', ...(await presignPost(file, secondsLeft)), expiresAt };
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
