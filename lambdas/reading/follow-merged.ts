// Answers the id of an upload that became a version of another file with that file, so that its uploader learns the outcome.
import type { VisibleFile } from '../domain/file.ts';
import type { FindAccess, FindFile } from '../domain/ports.ts';

/** Finds a file by its id, or by the id of an upload that became a version of it, which takes a second read. */
export const followMerged =
  (findAccess: FindAccess): FindAccess =>
  async (id, principal) => {
    const access = await findAccess(id, principal);
    if (access.file?.status !== 'merged') return access;
    return await findAccess(access.file.mergedInto, principal);
  };

/** The same without a permission check. */
export const followMergedFile =
  (findFile: FindFile) =>
  async (id: string): Promise<VisibleFile | undefined> => {
    const file = await findFile(id);
    if (file?.status !== 'merged') return file;
    const target = await findFile(file.mergedInto);
    return target?.status === 'merged' ? undefined : target;
  };
