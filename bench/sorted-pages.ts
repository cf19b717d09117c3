// Bench: the cost of a page of a list by name, an order that no index has.
import { MOST_SORTED } from '../lambdas/domain/file-order.ts';
import { listSorted } from '../lambdas/listing/list-sorted.ts';
import { startTable, wire } from './engines.ts';
import { itemsOfOwner } from './made-up-files.ts';
import { median, secondsOf } from './measure.ts';
import { sized } from './options.ts';
import { prices, usd } from './prices.ts';
import { inThousands, type Table, tableOf, within } from './table.ts';

const owner = 'alice';
const limit = 50;
const turns = sized(20, 2);

/** A read unit is 8 KB of an index, or 4 KB of records that are read consistently; an entry is taken to have 1 KB. */
const ENTRIES_PER_UNIT = 8;
/** A Query reads up to 1 MB. */
const ENTRIES_PER_QUERY = 1_000;

/** Measures a page among ten files, and among as many as are sorted. */
export async function measureSortedPages(): Promise<Table> {
  const rows = [];
  for (const count of [10, sized(MOST_SORTED, 60)]) rows.push(await measurePage(count));
  return tableOf(
    'A page sorted by name, by how many files the list has',
    rows,
    `A page has ${limit} files. Each page reads what the whole list is sorted by; longer lists are refused.`,
  );
}

async function measurePage(count: number) {
  await using table = await startTable(itemsOfOwner(owner, count));
  const { adapters, measure } = wire(table);
  const list = listSorted(adapters);
  const page = () => list({ owner, order: { sort: 'name', isDescending: false }, limit });
  const { result, usage } = await measure(page);
  const files = Math.min(count, limit);
  if (result.files.length !== files) throw new Error(`A page of ${result.files.length} files.`);
  const seconds: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) seconds.push(await secondsOf(page));
  return {
    of: `${inThousands(count)} files`,
    // One Query more for the pending files, and one request for the records of the page.
    DynamoDB: within(usage.dynamodb.length, Math.ceil(count / ENTRIES_PER_QUERY) + 2),
    RRU: within(usage.readUnits, Math.ceil(count / ENTRIES_PER_UNIT) + 2 + files),
    'a million pages': usd(usage.readUnits * prices.dynamodbReadUnit),
    median: `${(median(seconds) * 1000).toFixed(2)} ms`,
  };
}
