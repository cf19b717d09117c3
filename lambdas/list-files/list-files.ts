// 4. GET /files: the caller's own files, those shared with them, or those of others that they may list.

import type { Grantee, Principal } from '../domain/access.ts';
import type { Rules } from '../domain/collection.ts';
import { openCursor, sealCursor } from '../domain/cursor.ts';
import { invalid } from '../domain/errors.ts';
import type { VisibleFile } from '../domain/file.ts';
import type { ListEntries, ListFiles, ListShared } from '../domain/list-ports.ts';
import type { FindFiles } from '../domain/ports.ts';
import { searchedWords } from '../domain/search.ts';
import type { ListRequest } from '../http/list-requests.ts';
import { listSorted } from '../listing/list-sorted.ts';
import { orderFor } from '../listing/order-for.ts';
import { scopeFor } from '../listing/scope-for.ts';

interface Ports {
  readonly config: Rules;
  readonly listFiles: ListFiles;
  readonly listShared: ListShared;
  readonly listEntries: ListEntries;
  readonly findFiles: FindFiles;
  readonly cursorKey: string;
}

/** Lists one page; its cursor opens only for the same caller, the same filters and the same order. */
export const listForCaller = ({
  config,
  listFiles,
  listShared,
  listEntries,
  findFiles,
  cursorKey,
}: Ports) => {
  const listInOrder = listSorted({ listEntries, findFiles });
  return async (
    { cursor, limit, ...request }: ListRequest,
    principal: Principal,
  ): Promise<{ files: readonly VisibleFile[]; nextCursor?: string | undefined }> => {
    const { collection, status, type, name, search, owner, scope, order, shared } = request;
    const inOrder = orderFor(request);
    const list = JSON.stringify([
      principal.sub,
      ...[collection, status, shared, owner, scope, type, name, search, statedOrder(order)],
      ...(inOrder.sort === 'time' ? [] : [inOrder.sort]),
    ]);
    const after = cursor === undefined ? undefined : openCursor(cursor, list, cursorKey);
    const listPage = async () => {
      if (shared) {
        return listShared({ grantee: granteeFor(request, shared, principal), limit, after });
      }
      const query = {
        ...scopeFor(request, principal, config),
        ...{ status, type, limit, after },
        // Filenames are stored in this form.
        name: name?.normalize('NFC'),
        search: search === undefined ? undefined : searchedWords(search),
      };
      return inOrder.sort === 'time'
        ? listFiles({ ...query, order: inOrder.order })
        : listInOrder({ ...query, order: inOrder });
    };
    const { files, next } = await listPage();
    return { files, nextCursor: next && sealCursor(next, list, cursorKey) };
  };
};

/** An order as its cursors name it: the default of a list is the same whether it is stated or not. */
const statedOrder = (order: ListRequest['order']): ListRequest['order'] =>
  order === 'newest' || order === 'ascending' ? undefined : order;

function granteeFor(
  { collection, status, type, name, search, owner, scope, sort, order }: Omit<ListRequest, 'limit'>,
  shared: string,
  { sub, groups }: Principal,
): Grantee {
  const others = { collection, status, type, name, search, owner, scope, sort, order };
  if (Object.values(others).some((value) => value !== undefined)) {
    throw invalid('shared', `does not go with ${Object.keys(others).join(', ')}; send it alone.`);
  }
  if (shared === 'me') return `user:${sub}`;
  if (!groups.includes(shared.slice('group:'.length))) {
    throw invalid('shared', 'names a group that you are not in.');
  }
  return shared as Grantee;
}
