// PATCH /files/{id}: title, caption, metadata and visibility, so that no edit is lost unseen.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import type { Visibility } from '../domain/collection.ts';
import { Refusal } from '../domain/errors.ts';
import type { FileRecord, VisibleFile } from '../domain/file.ts';
import type { EditFile, FindAccess, NewToken } from '../domain/ports.ts';
import type { EditRequest } from '../http/edit-requests.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly editFile: EditFile;
  readonly newToken: NewToken;
}

/** How often an edit that names no revision is tried while others change the same file. */
const ATTEMPTS = 8;

/**
 * Edits a file. An edit of a stale revision is a `conflict`; an edit without a revision is of the current one. After a change of
 * visibility the table's stream invokes publish-file, which creates or deletes the public copy.
 */
export const editRecord =
  (ports: Ports) =>
  async (id: string, request: EditRequest, principal: Principal): Promise<VisibleFile> => {
    const attempts = request.revision === undefined ? ATTEMPTS : 1;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const edited = await editOnce(id, request, principal, ports);
      if (edited) return edited;
    }
    throw new Refusal(
      'conflict',
      'The file was changed since you last saw it. Load it again, and repeat your edit if it still makes sense.',
      {},
    );
  };

/** Edits the file as it is now, or as it was at the revision that the request names; false when it has changed since. */
async function editOnce(
  id: string,
  { visibility, ...request }: EditRequest,
  principal: Principal,
  { config, findAccess, editFile, newToken }: Ports,
): Promise<VisibleFile | false> {
  const access = await findAccess(id, principal);
  const file = requireAccess(access, 'edit', principal, config);
  const isChanged = visibility !== undefined && visibility !== (file.visibility ?? 'private');
  if (isChanged) {
    requireAccess(access, 'publish', principal, config);
    if (file.status !== 'ready') throw notReady(file, visibility);
  }
  return editFile(id, {
    ...request,
    ...(isChanged && { publication: { visibility, publicToken: newToken() } }),
    revision: request.revision ?? file.revision,
  });
}

const notReady = ({ status }: FileRecord, visibility: Visibility) =>
  new Refusal(
    'not_ready',
    status === 'pending'
      ? `Only a file that has been judged can be made ${visibility}. Ask again in a moment.`
      : `The file was refused, so it cannot be made ${visibility}. Its verdict says why.`,
    { fileStatus: status },
  );
