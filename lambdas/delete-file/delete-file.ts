// 6. DELETE /files/{id}: the record becomes a tombstone and quota is released; the table's stream drives the purge.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { may, type Principal, requireAccess } from '../domain/access.ts';
import { Refusal } from '../domain/errors.ts';
import type { FindAccess, Now, RemoveFile } from '../domain/ports.ts';
import { daysAfter } from '../domain/time.ts';
import { remove } from '../domain/transitions.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly removeFile: RemoveFile;
  readonly now: Now;
}

// A file changes its status at most twice and edits are rare; more concurrent changes than this are answered as a conflict.
const ATTEMPTS = 4;

/** Deletes a file of any status. Idempotent. */
export const deleteFile =
  ({ config, findAccess, removeFile, now }: Ports) =>
  async (id: string, principal: Principal): Promise<void> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const access = await findAccess(id, principal);
      if (access.file?.status === 'deleted' && may(principal, 'delete', access.file, config))
        return;
      const file = requireAccess(access, 'delete', principal, config);
      const at = now();
      const keptUntil = daysAfter(at, config.retention.deletedDays);
      if (await removeFile(file, remove(file, { at: at.toISOString(), keptUntil }))) return;
    }
    throw new Refusal('conflict', 'The file is being changed at this moment. Delete it again.', {});
  };
