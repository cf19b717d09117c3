// The order of a list by name or by size, and one page of it.

/** What a list can be sorted by, besides the time of the claims. */
export type SortField = 'name' | 'size';

/** An order by name or by size. Files that are equal in it are in the order of their ids. */
export interface FileOrder {
  readonly sort: SortField;
  readonly isDescending: boolean;
}

/** The fields of a file on which its place in a list depends. */
export interface ListEntry {
  readonly id: string;
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
}

/** Most entries that are read to sort a list: more files than one person usually has. */
export const MOST_SORTED = 5_000;

/**
 * Compares two entries. Names are compared as people expect it: `2.png` before `10.png`, and without regard to case and accents.
 */
export function compareEntries(
  one: ListEntry,
  other: ListEntry,
  { sort, isDescending }: FileOrder,
): number {
  const difference =
    sort === 'size' ? one.size - other.size : compareNames(one.filename, other.filename);
  const ascending = difference || (one.id < other.id ? -1 : Number(one.id > other.id));
  return isDescending ? -ascending : ascending;
}

let collator: Intl.Collator | undefined;

function compareNames(one: string, other: string): number {
  // Made at the first use, which takes milliseconds. English sorts by the root of Unicode's collation, on every machine; `und`
  // would sort by the language of the machine.
  collator ??= new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return collator.compare(one, other);
}

/**
 * The page of a whole list behind `after`. `next` is where the page ended, absent on the last one: the last entry itself, so that
 * the next page begins at the right place when files were added or deleted.
 */
export function sortedPage(
  entries: readonly ListEntry[],
  {
    order,
    limit,
    after,
  }: { readonly order: FileOrder; readonly limit: number; readonly after?: string | undefined },
): { readonly ids: readonly string[]; readonly next?: string | undefined } {
  const last = after === undefined ? undefined : (JSON.parse(after) as ListEntry);
  const rest = entries
    .filter((entry) => last === undefined || compareEntries(entry, last, order) > 0)
    .sort((one, other) => compareEntries(one, other, order));
  const page = rest.slice(0, limit);
  return {
    ids: page.map(({ id }) => id),
    next: page.length < rest.length ? JSON.stringify(page.at(-1)) : undefined,
  };
}
