// 1. POST /files: admits a claim, stores its record and returns where to send the bytes.
import type { Principal } from '../domain/access.ts';
import { Refusal } from '../domain/errors.ts';
import { isFileId } from '../domain/key.ts';
import type * as ports from '../domain/ports.ts';
import { hasRoom, limitsOf, NO_USAGE, quotaExceeded } from '../domain/quota.ts';
import { replacementRefusal } from '../domain/replacement.ts';
import {
  permissionUsedUp,
  type UploadPermission,
  uploaderOf,
} from '../domain/upload-permission.ts';
import type { IssueResponse } from '../http/contract.ts';
import type { IssueRequest } from '../http/requests.ts';
import { type IssueResponsePorts, issueResponse } from '../issuing/issue-response.ts';
import {
  admitRequest,
  createPendingFile,
  dropPendingFile,
  fingerprintOf,
  type PendingFilePorts,
} from '../issuing/pending-file.ts';
import { followMergedFile } from '../reading/follow-merged.ts';

interface Ports extends PendingFilePorts, IssueResponsePorts {
  readonly addFile: ports.AddFile;
  readonly findFile: ports.FindFile;
}

type Issued = IssueResponse & { readonly isReplay: boolean };

/** Issues an upload, for the caller or for the owner that a service or a permission names; a request repeated with its Idempotency-Key receives the same file again. */
export const issueUpload =
  (ports: Ports) =>
  async (
    { owner: named, ...request }: IssueRequest,
    principal: Principal,
    idempotencyKey?: string,
    permission?: UploadPermission,
  ): Promise<Issued> => {
    const { config, addFile, findFile } = ports;
    const uploader = uploaderOf(principal, named, permission);
    const { owner } = uploader;
    const claim = admitRequest(request, uploader, ports);
    const limits = limitsOf(owner, config);
    if (!hasRoom(NO_USAGE, limits, claim.size)) throw quotaExceeded(NO_USAGE, limits, claim.size);

    const file = await createPendingFile(claim, uploader, ports);
    const fingerprint = fingerprintOf([request]);
    const key = idempotencyKey ? { key: idempotencyKey, fingerprint } : undefined;
    const added = await addFile(file, limits, key, permission);
    if (added.outcome !== 'added') await dropPendingFile(file, ports);
    switch (added.outcome) {
      case 'added':
        return { ...(await issueResponse(file, principal, request, ports)), isReplay: false };
      case 'replayed': {
        const isSame = added.fingerprint === fingerprint;
        const known = isSame ? await followMergedFile(findFile)(added.fileId) : undefined;
        if (!known) throw keyReused();
        return { ...(await issueResponse(known, principal, request, ports)), isReplay: true };
      }
      case 'id_taken':
        throw new Error('File id collision: a record with this id exists.');
      case 'no_room':
        throw quotaExceeded(added.used, limits, file.size);
      case 'not_permitted':
        throw permissionUsedUp();
      case 'not_replaceable': {
        const { replaces = '', collection } = file;
        const replaced = isFileId(replaces) ? await findFile(replaces) : undefined;
        throw replacementRefusal(replaced, { collection, owner: owner.sub }, principal, config);
      }
    }
  };

/** The refusal of a key that stands for something else. */
export const keyReused = () =>
  new Refusal(
    'idempotency_key_reused',
    'This Idempotency-Key already stands for another upload. Send a new key with a new upload.',
    {},
  );
