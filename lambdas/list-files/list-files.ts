// 4. GET /files: the caller's own files, or what was shared with them, newest first, a page at a time.

import type { Grantee, Principal } from '../domain/access.ts';
import { openCursor, sealCursor } from '../domain/cursor.ts';
import { invalid } from '../domain/errors.ts';
import type { FileRecord } from '../domain/file.ts';
import type { ListFiles, ListShared } from '../domain/list-ports.ts';
import type { ListRequest } from '../http/requests.ts';

interface Ports {
  readonly listFiles: ListFiles;
  readonly listShared: ListShared;
  readonly cursorKey: string;
}

/** Lists one page; its cursor opens only for the same caller and the same filters. */
export const listForCaller =
  ({ listFiles, listShared, cursorKey }: Ports) =>
  async (
    { collection, status, shared, cursor, limit }: ListRequest,
    principal: Principal,
  ): Promise<{ files: readonly FileRecord[]; nextCursor?: string | undefined }> => {
    const { sub: owner } = principal;
    const list = JSON.stringify([owner, collection, status, shared]);
    const after = cursor === undefined ? undefined : openCursor(cursor, list, cursorKey);
    if (shared && (collection || status)) {
      throw invalid('shared', 'does not go with collection or status; send it alone.');
    }
    const { files, next } = shared
      ? await listShared({ grantee: granteeFor(shared, principal), limit, after })
      : await listFiles({ owner, collection, status, limit, after });
    return { files, nextCursor: next && sealCursor(next, list, cursorKey) };
  };

function granteeFor(shared: string, { sub, groups }: Principal): Grantee {
  if (shared === 'me') return `user:${sub}`;
  if (!groups.includes(shared.slice('group:'.length))) {
    throw invalid('shared', 'names a group that you are not in.');
  }
  return shared as Grantee;
}
