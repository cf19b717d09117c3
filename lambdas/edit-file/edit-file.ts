// PATCH /files/{id}: title and caption, so that no edit is lost unseen.

import { type Principal, requireAccess } from '../domain/access.ts';
import type { Config } from '../domain/config.ts';
import { Refusal } from '../domain/errors.ts';
import type { FileRecord } from '../domain/file.ts';
import type { EditFile, FindAccess } from '../domain/ports.ts';
import type { EditRequest } from '../requests.ts';

interface Ports {
  readonly config: Config;
  readonly findAccess: FindAccess;
  readonly editFile: EditFile;
}

/** Edits a file; based on a revision that is no longer the latest it is a `conflict`. */
export const editTexts =
  ({ config, findAccess, editFile }: Ports) =>
  async (id: string, request: EditRequest, principal: Principal): Promise<FileRecord> => {
    const file = requireAccess(await findAccess(id, principal), 'edit', principal, config);
    const edited = await editFile(id, { ...request, revision: request.revision ?? file.revision });
    if (!edited) {
      throw new Refusal(
        'conflict',
        'The file was changed since you last saw it. Load it again, and repeat your edit if it still makes sense.',
        {},
      );
    }
    return edited;
  };
