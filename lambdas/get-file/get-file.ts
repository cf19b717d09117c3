// 4. GET /files/{id}: where is my file, and what was decided about it?
import type { Config } from '../domain/config.ts';
import { notFound } from '../domain/errors.ts';
import type { FileRecord } from '../domain/file.ts';
import { isFileId } from '../domain/key.ts';
import type { FindFile } from '../domain/ports.ts';
import { mayRead, type Principal } from '../domain/principal.ts';

/** Gets a file that the principal may read; everything else is `not_found`, in the same words. */
export const getFile =
  ({ config, findFile }: { readonly config: Config; readonly findFile: FindFile }) =>
  async (id: string, principal: Principal): Promise<FileRecord> => {
    const file = isFileId(id) ? await findFile(id) : undefined;
    if (!file || file.status === 'deleted') throw notFound();
    if (!mayRead(principal, file, config.collections[file.collection])) throw notFound();
    return file;
  };
