// GET /files/{id}/links: lists the links to a file, without their tokens, which are not stored.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import { openCursor, sealCursor } from '../domain/cursor.ts';
import type { FindAccess, ListLinks, Now } from '../domain/ports.ts';
import type { LinksResponse } from '../http/contract.ts';
import type { PageRequest } from '../http/page-requests.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly listLinks: ListLinks;
  readonly cursorKey: string;
  readonly now: Now;
}

/** Lists one page of links; those that have expired but are not removed yet are left out. */
export const listFileLinks =
  ({ config, findAccess, listLinks, cursorKey, now }: Ports) =>
  async (
    id: string,
    { cursor, limit }: PageRequest,
    principal: Principal,
  ): Promise<LinksResponse> => {
    requireAccess(await findAccess(id, principal), 'share', principal, config);
    const list = JSON.stringify(['links', id, principal.sub]);
    const after = cursor === undefined ? undefined : openCursor(cursor, list, cursorKey);
    const { items, next } = await listLinks(id, limit, after);
    const at = now().toISOString();
    return {
      links: items.filter(({ expiresAt }) => expiresAt > at).map(({ fileId: _, ...link }) => link),
      nextCursor: next && sealCursor(next, list, cursorKey),
    };
  };
