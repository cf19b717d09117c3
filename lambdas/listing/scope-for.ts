// Whose files a request lists, and whether the caller may list them.
import { mayListAll, type Principal } from '../domain/access.ts';
import type { Rules } from '../domain/collection.ts';
import { invalid, Refusal } from '../domain/errors.ts';
import type { ListScope } from '../domain/list-ports.ts';
import type { ListRequest } from '../http/list-requests.ts';

/** The most collections that one list of an owner's files spans: operands of DynamoDB's IN. */
const MOST_COLLECTIONS = 100;

/**
 * Whose files the request asks for.
 * @throws Refusal `forbidden` when they are those of others, in a collection that the caller may not list
 */
export function scopeFor(
  { collection, owner = undefined, scope }: Pick<ListRequest, 'collection' | 'owner' | 'scope'>,
  principal: Principal,
  { collections }: Rules,
): ListScope {
  if (scope === undefined && (owner === undefined || owner === principal.sub)) {
    return { owner: principal.sub, collection };
  }
  // A service reads every collection, also one that is no longer configured.
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
