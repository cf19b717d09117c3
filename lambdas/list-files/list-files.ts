// 4. GET /files: the caller's own files, newest first, a page at a time.
import type { ListRequest } from '../contract.ts';
import { openCursor, sealCursor } from '../domain/cursor.ts';
import type { FileRecord } from '../domain/file.ts';
import type { ListFiles } from '../domain/ports.ts';
import type { Principal } from '../domain/principal.ts';

/** Lists one page; its cursor opens only for the same caller and the same filters. */
export const listOwnFiles =
  ({ listFiles, cursorKey }: { readonly listFiles: ListFiles; readonly cursorKey: string }) =>
  async (
    { collection, status, cursor, limit }: ListRequest,
    { sub: owner }: Principal,
  ): Promise<{ files: readonly FileRecord[]; nextCursor?: string | undefined }> => {
    const list = JSON.stringify([owner, collection, status]);
    const after = cursor === undefined ? undefined : openCursor(cursor, list, cursorKey);
    const { files, next } = await listFiles({ owner, collection, status, limit, after });
    return { files, nextCursor: next && sealCursor(next, list, cursorKey) };
  };
