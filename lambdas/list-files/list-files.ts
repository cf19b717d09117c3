// 4. GET /files: the caller's own files, those shared with them, or those of others that they may list.

import { type Grantee, mayListAll, type Principal } from '../domain/access.ts';
import type { Rules } from '../domain/collection.ts';
import { openCursor, sealCursor } from '../domain/cursor.ts';
import { invalid, Refusal } from '../domain/errors.ts';
import type { VisibleFile } from '../domain/file.ts';
import type { ListFiles, ListScope, ListShared } from '../domain/list-ports.ts';
import type { ListRequest } from '../http/list-requests.ts';

interface Ports {
  readonly config: Rules;
  readonly listFiles: ListFiles;
  readonly listShared: ListShared;
  readonly cursorKey: string;
}

/** Lists one page; its cursor opens only for the same caller and the same filters. */
export const listForCaller =
  ({ config, listFiles, listShared, cursorKey }: Ports) =>
  async (
    { cursor, limit, ...request }: ListRequest,
    principal: Principal,
  ): Promise<{ files: readonly VisibleFile[]; nextCursor?: string | undefined }> => {
    const { collection, status, type, name, search, owner, scope, order, shared } = request;
    const list = JSON.stringify([
      principal.sub,
      ...[collection, status, shared, owner, scope, type, name, search, order],
    ]);
    const after = cursor === undefined ? undefined : openCursor(cursor, list, cursorKey);
    const { files, next } = shared
      ? await listShared({ grantee: granteeFor(request, shared, principal), limit, after })
      : await listFiles({
          ...scopeFor(request, principal, config),
          status,
          type,
          name,
          search: search === undefined ? undefined : spellingsOf(search),
          order,
          limit,
          after,
        });
    return { files, nextCursor: next && sealCursor(next, list, cursorKey) };
  };

/** DynamoDB compares letters exactly, so a search looks for each of these. */
function spellingsOf(search: string): readonly string[] {
  const small = search.toLowerCase();
  const [first = '', ...rest] = small;
  const capitalized = first.toUpperCase() + rest.join('');
  return [...new Set([search, small, search.toUpperCase(), capitalized])];
}

/** The most collections that one list of an owner's files spans: operands of DynamoDB's IN. */
const MOST_COLLECTIONS = 100;

/**
 * Whose files the request asks for.
 * @throws Refusal `forbidden` when they are those of others, in a collection that the caller may not list
 */
function scopeFor(
  { collection, owner = undefined, scope }: Omit<ListRequest, 'limit'>,
  principal: Principal,
  { collections }: Rules,
): ListScope {
  if (scope === undefined && (owner === undefined || owner === principal.sub)) {
    return { owner: principal.sub, collection };
  }
  // A service reads every collection, also one that is not configured any more.
  if (principal.isService && owner !== undefined && scope === undefined) {
    return { owner, collection };
  }
  const readable = Object.values(collections).filter((each) => mayListAll(principal, each));
  const within = readable.map((each) => each.name);
  if (collection === undefined ? within.length === 0 : !within.includes(collection)) {
    throw new Refusal(
      'forbidden',
      'You may list only your own files here. Administrators and readers of a collection list the files of others.',
      {},
    );
  }
  if (scope !== undefined) {
    if (owner !== undefined) throw invalid('scope', 'does not go with owner; send one of them.');
    if (collection === undefined) throw invalid('scope', 'needs the collection to list.');
    return { collection };
  }
  if (collection !== undefined) return { owner: owner ?? '', collection };
  if (within.length > MOST_COLLECTIONS) {
    throw invalid('collection', `has to be named: you read more than ${MOST_COLLECTIONS}.`);
  }
  return { owner: owner ?? '', within };
}

function granteeFor(
  { collection, status, type, name, search, owner, scope, order }: Omit<ListRequest, 'limit'>,
  shared: string,
  { sub, groups }: Principal,
): Grantee {
  const others = { collection, status, type, name, search, owner, scope, order };
  if (Object.values(others).some((value) => value !== undefined)) {
    throw invalid('shared', `does not go with ${Object.keys(others).join(', ')}; send it alone.`);
  }
  if (shared === 'me') return `user:${sub}`;
  if (!groups.includes(shared.slice('group:'.length))) {
    throw invalid('shared', 'names a group that you are not in.');
  }
  return shared as Grantee;
}
