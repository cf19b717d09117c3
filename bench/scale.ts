// Bench: the cost of a download decision and of a list page when one owner has many files, or one file many grants.
import type { Item } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { grantItem } from '../lambdas/aws/dynamodb/grants.ts';
import { type BenchTable, startTable, wire } from './engines.ts';
import { collection, createdAtOf, fileIdOf, itemsOfOwner } from './made-up-files.ts';
import { median, secondsOf, takeTurns } from './measure.ts';
import { amount, sized } from './options.ts';
import type { Measure, Usage } from './requests/meter.ts';
import { measureSortedPages } from './sorted-pages.ts';
import { inThousands, measuredWithin, type Table, tableOf, times, within } from './table.ts';

const owner = { sub: 'alice', groups: [] };
const limit = 5;
const grantCounts = [10, sized(10_000, 50)];
/** How much slower the largest may be than the smallest: an index is a tree, which gets a little deeper. */
const maxRatio = 1.5;

const turns = sized(200, 3);
/** Turns that start connections and fill caches, and count for nothing. */
const warmUps = sized(20, 1);

type Run = (turn: number) => Promise<unknown>;
/** An act on one size, which `of` names; `turn` distinguishes one call from the next. */
type Subject = Readonly<{ act: string; of: string; measure: Measure; run: Run }>;

/** Measures three tables side by side: 10 records, 10,000, and as many as `--records` asks for. */
export async function measureScale(): Promise<readonly Table[]> {
  await using started = new AsyncDisposableStack();
  const sizes = new Set([10, sized(10_000, 50), amount('records', 100_000, 200)]);
  const subjects: Subject[] = [];
  for (const size of sizes) {
    const table = started.use(await startTable(itemsOfOwner(owner.sub, size)));
    subjects.push(...ownerSubjects(table, size));
  }
  subjects.push(...grantSubjects(started.use(await startTable(itemsWithGrants()))));
  const rows = [];
  // One act after the other, and within an act the sizes in turns.
  for (const alike of Map.groupBy(subjects, ({ act }) => act).values())
    rows.push(...(await measureAlike(alike)));
  const table = tableOf(
    'Cost of an answer, by how much there is',
    rows,
    'RRU and requests must be the same for every size. Signing is in the time, the network is not: all is on one machine.',
    `The sizes take turns, call by call. A page has ${limit} files.`,
  );
  return [table, await measureSortedPages()];
}

/** The acts on a table in which one owner has `size` files. */
function ownerSubjects(table: BenchTable, size: number): Subject[] {
  const { adapters, useCases, measure } = wire(table);
  const middle = size / 2;
  const after = `${createdAtOf(middle)}#${fileIdOf(middle)}`;
  const page = async (query: Parameters<typeof adapters.listFiles>[0]) => {
    const { files } = await adapters.listFiles(query);
    if (files.length !== limit) throw new Error(`A page of ${files.length} files.`);
  };
  const byOwner = { owner: owner.sub, limit };
  const inCollection = { collection, limit };
  const acts: Readonly<Record<string, Run>> = {
    download: (turn) => useCases.download(fileIdOf((turn * 7919) % size), owner),
    'list, first page': () => page(byOwner),
    'list, page in the middle': () => page({ ...byOwner, after }),
    'list as an administrator, first page': () => page(inCollection),
    'list as an administrator, page in the middle': () => page({ ...inCollection, after }),
  };
  const of = `${inThousands(size)} files`;
  return Object.entries(acts).map(([act, run]) => ({ act, of, measure, run }));
}

/** The acts on files that are shared with few and with many. */
function grantSubjects(shared: BenchTable): Subject[] {
  const { useCases, measure } = wire(shared);
  return grantCounts.map((count, number) => ({
    act: 'download as a grantee',
    of: `${inThousands(count)} grants`,
    measure,
    run: (turn) =>
      useCases.download(fileIdOf(number), { sub: `reader-${turn % count}`, groups: [] }),
  }));
}

function* itemsWithGrants(): Iterable<Item> {
  yield* itemsOfOwner(owner.sub, grantCounts.length);
  for (const [number, count] of grantCounts.entries()) {
    for (let reader = 0; reader < count; reader += 1) {
      yield grantItem(fileIdOf(number), {
        principal: `user:reader-${reader}`,
        grantedBy: owner.sub,
        grantedAt: createdAtOf(reader),
      });
    }
  }
}

/** One act on several sizes, call by call in turns. */
async function measureAlike(subjects: readonly Subject[]) {
  const ways = subjects.map(({ of, run }) => [of, (turn: number) => secondsOf(() => run(turn))]);
  const seconds = await takeTurns<number>(Object.fromEntries(ways), { rounds: turns, warmUps });
  const usages: Usage[] = [];
  for (const { measure, run } of subjects) usages.push((await measure(() => run(0))).usage);
  const [smallest] = usages;
  const millisecondsOf = (of: string) => median(seconds(of)) * 1000;
  return subjects.map(({ act, of }, index) => {
    const milliseconds = millisecondsOf(of);
    const ratio = milliseconds / millisecondsOf(subjects[0]?.of ?? '');
    return {
      act,
      of,
      DynamoDB: within(usages[index]?.dynamodb.length ?? 0, smallest?.dynamodb.length ?? 0),
      RRU: within(usages[index]?.readUnits ?? 0, smallest?.readUnits ?? 0),
      median: `${milliseconds.toFixed(2)} ms`,
      '× the smallest': measuredWithin(ratio, maxRatio, times),
    };
  });
}
