// Bench: what a download decision and a list page cost when one owner has many files, or one file many grants.
import type { Item } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { findAccessWith } from '../lambdas/aws/dynamodb/find-access.ts';
import { grantItem } from '../lambdas/aws/dynamodb/grants.ts';
import { listFilesWith } from '../lambdas/aws/dynamodb/list-files.ts';
import { presignGetWith } from '../lambdas/aws/s3/presign-get.ts';
import { issueDownload } from '../lambdas/issue-download/issue-download.ts';
import { findContent } from '../lambdas/reading/find-content.ts';
import config from './airlock.config.ts';
import { type BenchTable, signingS3, startTable } from './engines.ts';
import { collection, createdAtOf, fileIdOf, itemsOfOwner } from './made-up-files.ts';
import { median, secondsOf, takeTurns } from './measure.ts';
import { amount, sized } from './options.ts';
import { type Measure, meter, type Usage } from './requests/meter.ts';
import { measuredWithin, type Table, times, within } from './table.ts';

const owner = { sub: 'alice', groups: [] };
const pageLength = 5;
const grantCounts = [10, sized(10_000, 50)];
/** How much slower the largest may be than the smallest: an index is a tree, and gets a little deeper. */
const maxRatio = 1.5;

const turns = sized(200, 3);
/** Turns that start connections and fill caches, and count for nothing. */
const warmUps = sized(20, 1);

/** An act on one size. */
interface Subject {
  readonly act: string;
  /** How much there is. */
  readonly of: string;
  readonly measure: Measure;
  /** Acts; `turn` distinguishes one call from the next. */
  run(turn: number): Promise<unknown>;
}

/** Measures three tables side by side: 10 records, 10,000, and as many as `--records` asks for. */
export async function measureScale(): Promise<readonly Table[]> {
  await using started = new AsyncDisposableStack();
  const sizes = new Set([10, sized(10_000, 50), amount('records', 100_000, 200)]);
  const owners: Subject[][] = [];
  for (const size of sizes) {
    const table = started.use(await startTable(itemsOfOwner(owner.sub, size)));
    owners.push(ownerSubjects(table, size));
  }
  const shared = started.use(await startTable(itemsWithGrants()));
  // One act after the other, and within an act the sizes in turns.
  const rows: Row[] = [];
  for (const [act] of owners[0]?.entries() ?? []) {
    rows.push(...(await measureAlike(owners.flatMap((subjects) => subjects[act] ?? []))));
  }
  rows.push(...(await measureAlike(grantSubjects(shared))));
  return [
    {
      title: 'Cost of an answer, by how much there is',
      headings: ['act', 'of', 'DynamoDB', 'RRU', 'median', '× the smallest'],
      rows,
      notes: [
        'RRU and requests must be the same for every size. Signing is in the time, the network is not: all is on one machine.',
        `The sizes take turns, call by call. A page has ${pageLength} files.`,
      ],
    },
  ];
}

type Row = Table['rows'][number];

/** What is asked of a table in which one owner has `size` files. */
function ownerSubjects({ dynamo, table }: BenchTable, size: number): Subject[] {
  const { download, measure } = wire({ dynamo, table });
  const list = listFilesWith(dynamo, table);
  const limit = pageLength;
  const query = { owner: owner.sub, limit };
  const middle = size / 2;
  const after = `${createdAtOf(middle)}#${fileIdOf(middle)}`;
  const of = `${size.toLocaleString('en')} files`;
  return [
    {
      act: 'download',
      of,
      measure,
      run: (turn) => download(fileIdOf((turn * 7919) % size), owner),
    },
    { act: 'list, first page', of, measure, run: () => requireFull(list(query)) },
    {
      act: 'list, page in the middle',
      of,
      measure,
      run: () => requireFull(list({ ...query, after })),
    },
    {
      act: 'list as an administrator, first page',
      of,
      measure,
      run: () => requireFull(list({ collection, limit })),
    },
    {
      act: 'list as an administrator, page in the middle',
      of,
      measure,
      run: () => requireFull(list({ collection, limit, after })),
    },
  ];
}

/** What is asked about files that are shared with few and with many. */
function grantSubjects(shared: BenchTable): Subject[] {
  const { download, measure } = wire(shared);
  return grantCounts.map((count, number) => ({
    act: 'download as a grantee',
    of: `${count.toLocaleString('en')} grants`,
    measure,
    run: (turn) => download(fileIdOf(number), { sub: `reader-${turn % count}`, groups: [] }),
  }));
}

function wire({ dynamo, table }: Pick<BenchTable, 'dynamo' | 'table'>) {
  const s3 = signingS3();
  const now = () => new Date();
  const download = issueDownload({
    config,
    findContent: findContent({ config, findAccess: findAccessWith(dynamo, table), now }),
    presignGet: presignGetWith(s3, 'media'),
    now,
  });
  return { download, measure: meter({ dynamo, s3 }) };
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

async function requireFull(page: ReturnType<ReturnType<typeof listFilesWith>>): Promise<void> {
  const { files } = await page;
  if (files.length !== pageLength) throw new Error(`A page of ${files.length} files.`);
}

/** One act on several sizes, call by call in turns. */
async function measureAlike(subjects: readonly Subject[]): Promise<Row[]> {
  const ways = subjects.map(({ of, run }) => [of, (turn: number) => secondsOf(() => run(turn))]);
  const seconds = await takeTurns<number>(Object.fromEntries(ways), { rounds: turns, warmUps });
  const usages: Usage[] = [];
  for (const { measure, run } of subjects) usages.push((await measure(() => run(0))).usage);
  const [smallest] = usages;
  const millisecondsOf = (of: string) => median(seconds(of)) * 1000;
  return subjects.map(({ act, of }, index) => [
    act,
    of,
    within(usages[index]?.dynamodb.length ?? 0, smallest?.dynamodb.length ?? 0),
    within(usages[index]?.readUnits ?? 0, smallest?.readUnits ?? 0),
    `${millisecondsOf(of).toFixed(2)} ms`,
    measuredWithin(millisecondsOf(of) / millisecondsOf(subjects[0]?.of ?? ''), maxRatio, times),
  ]);
}
