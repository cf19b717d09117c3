// The query of the API for the chosen filters and order, and whether and where a file belongs into that list.
import type { ListQuery } from '../client/contract.ts';
import { compareEntries } from '../lambdas/domain/file-order.ts';
import { type SearchedWord, searchedWords } from '../lambdas/domain/search.ts';
import type { File as FileRecord, Status } from '../lambdas/http/contract.ts';

/** The chosen filters; an empty text filters nothing. */
export interface FilterValues {
  readonly search: string;
  /** A content type, or a family of them as `image/*`. */
  readonly type: string;
  readonly collection: string;
  readonly status: '' | Exclude<Status, 'deleted'>;
  /** The `sub` of an owner, in the list of everyone's files. */
  readonly owner: string;
  readonly order: OrderName;
}

/** The orders that the page offers, as parameters of the API. */
const orders = {
  newest: {},
  oldest: { order: 'oldest' },
  nameAscending: { sort: 'name' },
  nameDescending: { sort: 'name', order: 'descending' },
  largest: { sort: 'size', order: 'descending' },
  smallest: { sort: 'size' },
} as const satisfies Readonly<Record<string, Pick<ListQuery, 'sort' | 'order'>>>;

/** One of the orders that the page offers. */
export type OrderName = keyof typeof orders;

/** As in the API: `me`, `group:<name>` or `all`; undefined for the user's own files. */
export type Scope = string | undefined;

/** Whether the API filters the files of this scope. */
export const hasFilters = (scope: Scope): boolean => scope === undefined || scope === 'all';

/** The query for these filters. `fallback` is the collection of everyone's files while none is chosen. */
export function listQuery(filters: FilterValues, scope: Scope, fallback: string): ListQuery {
  if (!hasFilters(scope)) return { shared: scope };
  const { search, type, collection, status, owner, order } = filters;
  const isOwners = scope === 'all' && owner !== '';
  const place = scope === 'all' && !isOwners ? collection || fallback : collection;
  return {
    ...(search !== '' && { search }),
    ...(type !== '' && { type }),
    ...(place !== '' && { collection: place }),
    ...(status !== '' && { status }),
    ...orders[order],
    ...(isOwners && { owner }),
    ...(scope === 'all' && !isOwners && { scope: 'all' as const }),
  };
}

/** Whether one file comes before another in the list of this query, which is in the API's order. */
export function isBefore(
  one: FileRecord,
  other: FileRecord,
  { sort = 'time', order }: ListQuery,
): boolean {
  if (sort !== 'time') {
    return compareEntries(one, other, { sort, isDescending: order === 'descending' }) < 0;
  }
  const [position, reference] = [positionOf(one), positionOf(other)];
  return order === 'oldest' ? position < reference : position > reference;
}

const positionOf = ({ createdAt, id }: FileRecord): string => `${createdAt}#${id}`;

/** Whether a file of this user belongs into the list of this query. */
export function isListed(file: FileRecord, query: ListQuery, sub: string): boolean {
  const { search, type, collection, status, shared } = query;
  if (shared !== undefined || file.owner !== (query.owner ?? sub)) return false;
  const names = `${file.filename}\n${file.title ?? ''}`;
  const hasOneOf = (spellings: SearchedWord) => spellings.some((each) => names.includes(each));
  return (
    (search === undefined || searchedWords(search).every(hasOneOf)) &&
    (type === undefined || isOfType(file.contentType, type)) &&
    (collection === undefined || file.collection === collection) &&
    (status === undefined || file.status === status)
  );
}

const isOfType = (contentType: string, wanted: string): boolean =>
  wanted.endsWith('/*') ? contentType.startsWith(wanted.slice(0, -1)) : contentType === wanted;
