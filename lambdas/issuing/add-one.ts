// Stores one new file, or finds the one that its Idempotency-Key identifies.
import type { Principal } from '../domain/access.ts';
import { Refusal } from '../domain/errors.ts';
import type { PendingFile, VisibleFile } from '../domain/file.ts';
import { isFileId } from '../domain/key.ts';
import type { AddFile, FindFile, IdempotentRequest } from '../domain/ports.ts';
import { hasRoom, limitsOf, NO_USAGE, quotaExceeded } from '../domain/quota.ts';
import { replacementRefusal } from '../domain/replacement.ts';
import { permissionUsedUp, type Uploader } from '../domain/upload-permission.ts';
import { followMergedFile } from '../reading/follow-merged.ts';
import { dropPendingFile, type PendingFilePorts } from './pending-file.ts';

/** What storing takes from outside. */
export interface AddOnePorts extends Pick<PendingFilePorts, 'abortMultipart' | 'config'> {
  readonly addFile: AddFile;
  readonly findFile: FindFile;
}

/** The file that was added, or that the same request added before. */
export interface AddedOne {
  readonly file: VisibleFile;
  readonly isReplay: boolean;
}

/**
 * Refuses a file that its owner's limits leave no room for, even without another file.
 * @throws Refusal `quota_exceeded`
 */
export function requireRoom(
  size: number,
  { owner }: Uploader,
  { config }: Pick<AddOnePorts, 'config'>,
): void {
  const limits = limitsOf(owner, config);
  if (!hasRoom(NO_USAGE, limits, size)) throw quotaExceeded(NO_USAGE, limits, size);
}

/**
 * Adds the file that a caller asks for.
 * @throws Refusal when the quota or the uses of the permission are exhausted, when the file to replace may not be replaced, and
 * when the key identifies another request
 */
export async function addOne(
  file: PendingFile,
  { owner, permission }: Uploader,
  principal: Principal,
  request: IdempotentRequest | undefined,
  ports: AddOnePorts,
): Promise<AddedOne> {
  const { addFile, findFile, config } = ports;
  const limits = limitsOf(owner, config);
  const added = await addFile(file, limits, request, permission);
  if (added.outcome !== 'added') await dropPendingFile(file, ports);
  switch (added.outcome) {
    case 'added':
      return { file, isReplay: false };
    case 'replayed': {
      const isSame = added.fingerprint === request?.fingerprint;
      const known = isSame ? await followMergedFile(findFile)(added.fileId) : undefined;
      if (!known) throw keyReused();
      return { file: known, isReplay: true };
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
}

/** The refusal of a key that identifies another request. */
export const keyReused = () =>
  new Refusal(
    'idempotency_key_reused',
    'This Idempotency-Key belongs to another upload. Send a new key with a new upload.',
    {},
  );
