// 1. POST /files: a claim is admitted, a record is written, and a place in S3 is promised.
import { createHash } from 'node:crypto';
import type { IssueRequest, IssueResponse } from '../contract.ts';
import type { Config } from '../domain/config.ts';
import { Refusal } from '../domain/errors.ts';
import type { FileRecord, PendingFile } from '../domain/file.ts';
import { keyOf } from '../domain/key.ts';
import { type AdmittedClaim, admitClaim } from '../domain/policy.ts';
import type { AddFile, FindFile, NewId, Now, PresignPost } from '../domain/ports.ts';
import type { Principal } from '../domain/principal.ts';
import { viewFile } from '../file-view.ts';

interface Ports {
  readonly config: Config;
  readonly addFile: AddFile;
  readonly findFile: FindFile;
  readonly presignPost: PresignPost;
  readonly newId: NewId;
  readonly now: Now;
}

/** Issues an upload; a request repeated with its Idempotency-Key gets the same file again. */
export const issueUpload =
  ({ config, addFile, findFile, presignPost, newId, now }: Ports) =>
  async (
    request: IssueRequest,
    principal: Principal,
    idempotencyKey?: string,
  ): Promise<IssueResponse & { readonly isReplay: boolean }> => {
    const claim = admitClaim(request, principal, config);
    if (claim.size > config.multipartThresholdBytes) throw tooLargeForOnePost(claim, config);
    const file = begin(claim, principal, config, newId(), now());
    const added = await addFile(
      file,
      idempotencyKey === undefined
        ? undefined
        : { key: idempotencyKey, fingerprint: fingerprintOf(request) },
    );
    if (added.added) return { ...(await promise(file)), isReplay: false };

    if (added.fingerprint !== fingerprintOf(request)) throw keyReused();
    const known = await findFile(added.fileId);
    if (!known) throw keyReused();
    return { ...(await promise(known)), isReplay: true };

    async function promise(promised: FileRecord): Promise<IssueResponse> {
      const secondsLeft = promised.status === 'pending' ? secondsUntil(promised.expiresAt) : 0;
      if (promised.status !== 'pending' || secondsLeft < 1) return { file: viewFile(promised) };
      const form = await presignPost(promised, secondsLeft);
      return {
        file: viewFile(promised),
        upload: { kind: 'post', ...form, expiresAt: promised.expiresAt },
      };
    }

    function secondsUntil(time: string): number {
      return Math.floor((Date.parse(time) - now().getTime()) / 1000);
    }
  };

function begin(
  { collection, ...claim }: AdmittedClaim,
  { sub: owner }: Principal,
  config: Config,
  id: string,
  now: Date,
): PendingFile {
  return {
    ...claim,
    id,
    status: 'pending',
    collection: collection.name,
    owner,
    key: keyOf({ id, owner, contentType: claim.contentType }, collection, now),
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + config.expiry.uploadSeconds * 1000).toISOString(),
  };
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

const tooLargeForOnePost = ({ size }: AdmittedClaim, { multipartThresholdBytes }: Config) =>
  new Refusal(
    'file_too_large',
    `The file has ${size} bytes; uploads of more than ${multipartThresholdBytes} are not taken yet.`,
    { size, maxBytes: multipartThresholdBytes },
  );
