// DELETE /files/{id}/links/{linkId}: revokes a link, at once.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import { notFound } from '../domain/errors.ts';
import { isLinkId } from '../domain/link.ts';
import type { FindAccess, RemoveLink } from '../domain/ports.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly removeLink: RemoveLink;
}

/** Revokes a link of the file. Idempotent: a missing link is ignored. */
export const revokeLink =
  ({ config, findAccess, removeLink }: Ports) =>
  async (fileId: string, linkId: string, principal: Principal): Promise<void> => {
    const file = requireAccess(await findAccess(fileId, principal), 'share', principal, config);
    if (isLinkId(linkId) && !(await removeLink(file.id, linkId))) throw notFound();
  };
