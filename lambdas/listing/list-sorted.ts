// One page of a list by name or by size.
import { Refusal } from '../domain/errors.ts';
import type { FileRecord, VisibleFile } from '../domain/file.ts';
import { MOST_SORTED, sortedPage } from '../domain/file-order.ts';
import { groupedDigits } from '../domain/grouped-digits.ts';
import type { ListEntries, SortedQuery } from '../domain/list-ports.ts';
import type { FindFiles } from '../domain/ports.ts';

interface Ports {
  readonly listEntries: ListEntries;
  readonly findFiles: FindFiles;
}

/**
 * Reads the sort keys of the whole list, and the records of one page of it. A page has fewer files than asked for when some of
 * them were deleted or left the list in between.
 * @throws Refusal `list_too_long` when the list has more than {@link MOST_SORTED} entries
 */
export const listSorted =
  ({ listEntries, findFiles }: Ports) =>
  async ({ order, limit, after, ...query }: SortedQuery) => {
    const entries = await listEntries({ ...query, most: MOST_SORTED });
    if (!entries) throw tooLong(query);
    const { ids, next } = sortedPage(entries, { order, limit, after });
    const records = await findFiles(ids);
    const isStillListed = (file: FileRecord): file is VisibleFile =>
      file.status !== 'deleted' &&
      file.status !== 'merged' &&
      (query.status === undefined || file.status === query.status);
    const files = ids.flatMap((id) => records.get(id) ?? []).filter(isStillListed);
    return { files, next };
  };

function tooLong({ owner }: Pick<SortedQuery, 'owner'>): Refusal<'list_too_long'> {
  const limit = MOST_SORTED;
  const what = `The list has more than ${groupedDigits(limit)} entries, too many to sort by name or size.`;
  const remedy = owner
    ? 'Leave out sort: a list by time has no limit, and name, search, type and status narrow it down.'
    : 'List the files of one owner, or leave out sort: a list by time has no limit.';
  return new Refusal('list_too_long', `${what} ${remedy}`, { limit });
}
