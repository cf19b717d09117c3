// POST /owners/{owner}/deletions: deletes everything of one owner, a bounded part with each call.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { mayDeleteOwner, type Principal } from '../domain/access.ts';
import { Refusal } from '../domain/errors.ts';
import type { ListFiles } from '../domain/list-ports.ts';
import type { RemoveGrantsTo, RemoveUsage } from '../domain/owner-ports.ts';
import type { FindFiles, Now, RemoveFile } from '../domain/ports.ts';
import { daysAfter } from '../domain/time.ts';
import { remove } from '../domain/transitions.ts';
import type { OwnerDeletionResponse } from '../http/service-contract.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly listFiles: ListFiles;
  readonly findFiles: FindFiles;
  readonly removeFile: RemoveFile;
  readonly removeGrantsTo: RemoveGrantsTo;
  readonly removeUsage: RemoveUsage;
  readonly now: Now;
}

/** Files that one call deletes: their transactions share a counter, so they run one after the other. */
const FILES_PER_CALL = 50;
/** Grants that one call removes. */
const GRANTS_PER_CALL = 100;

/**
 * Deletes files, then the grants that others gave the owner, then the counter. Deleted items leave the lists, so that a repeated
 * call continues where the last one ended or failed.
 */
export const deleteOwner =
  (ports: Ports) =>
  async (owner: string, principal: Principal): Promise<OwnerDeletionResponse> => {
    const { config, listFiles, removeGrantsTo, removeUsage } = ports;
    if (!mayDeleteOwner(principal, owner, config)) {
      throw new Refusal(
        'forbidden',
        'Only the owner, a service, or an administrator of every collection may delete everything of an owner.',
        {},
      );
    }
    const { files, next } = await listFiles({ owner, limit: FILES_PER_CALL });
    const deletedFiles = await removeAll(
      files.map(({ id }) => id),
      ports,
    );
    if (files.length > 0 || next !== undefined) return { deletedFiles, isComplete: false };
    const grants = await removeGrantsTo(`user:${owner}`, GRANTS_PER_CALL);
    if (grants === GRANTS_PER_CALL) return { deletedFiles, isComplete: false };
    await removeUsage(owner);
    return { deletedFiles, isComplete: true };
  };

/** Deletes files as they are now; one that changes at the same moment is left to the next call. */
async function removeAll(
  ids: readonly string[],
  { config, findFiles, removeFile, now }: Ports,
): Promise<number> {
  const found = await findFiles(ids);
  let deleted = 0;
  for (const file of found.values()) {
    // A list may show a file for a moment after it was deleted, or became a version of another.
    if (file.status === 'deleted' || file.status === 'merged') continue;
    const at = now();
    const keptUntil = daysAfter(at, config.retention.deletedDays);
    const tombstone = remove(file, { at: at.toISOString(), keptUntil });
    if (await removeFile(file, tombstone)) deleted += 1;
  }
  return deleted;
}
