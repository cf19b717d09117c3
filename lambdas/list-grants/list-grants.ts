// GET /files/{id}/grants: lists the grantees of a file.

import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Principal, requireAccess } from '../domain/access.ts';
import { openCursor, sealCursor } from '../domain/cursor.ts';
import type { FindAccess, ListGrants } from '../domain/ports.ts';
import type { GrantsResponse } from '../http/contract.ts';
import type { PageRequest } from '../http/page-requests.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findAccess: FindAccess;
  readonly listGrants: ListGrants;
  readonly cursorKey: string;
}

/** Lists one page of grants, by name. */
export const listFileGrants =
  ({ config, findAccess, listGrants, cursorKey }: Ports) =>
  async (
    id: string,
    { cursor, limit }: PageRequest,
    principal: Principal,
  ): Promise<GrantsResponse> => {
    requireAccess(await findAccess(id, principal), 'share', principal, config);
    const list = JSON.stringify(['grants', id, principal.sub]);
    const after = cursor === undefined ? undefined : openCursor(cursor, list, cursorKey);
    const { items, next } = await listGrants(id, limit, after);
    return { grants: [...items], nextCursor: next && sealCursor(next, list, cursorKey) };
  };
