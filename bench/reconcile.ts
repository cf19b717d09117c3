// Bench: the reconcile function over a full bucket: its findings, its speed, and its constant memory.
import { type Item, itemOf } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import config from './airlock.config.ts';
import { bundleWithConfig } from './bundle-with-config.ts';
import { credentialEnvironment, startStorage, startTable } from './engines.ts';
import { buckets, fileBytes, fillBucket, readyFile, usageItem } from './made-up-files.ts';
import { sum } from './measure.ts';
import { amount } from './options.ts';
import { inFreshProcess } from './process.ts';
import { inThousands, measuredWithin, mebibytes, type Table, times, within } from './table.ts';
import { temporaryDirectory } from './temporary.ts';

/** Every owner has as many files, so that adding up one owner's is a small part of the whole. */
const ownerCount = 10;
/** One finding of each kind is planted and must be found. */
const planted = ['unknown_key', 'stray_version', 'lost_object', 'wrong_usage'];
const maxMemoryRatio = 1.5;
/** The memory that the stack gives each function; Lambda ends a process that uses more. */
const maxResidentBytes = 512 * MiB;

/** The result of one walk. */
type Walk = Awaited<ReturnType<typeof reconcileOnce>>;

/** Reconciles a tenth of the objects, then all of them, each in a fresh process. */
export async function measureReconcile(): Promise<Table> {
  const objects = amount('objects', 5000, 100);
  const walks: Walk[] = [];
  await using bundles = await temporaryDirectory();
  await bundleWithConfig({ config, outdir: bundles.path() });
  const handler = bundles.path('reconcile', 'index.mjs');
  for (const count of [Math.ceil(objects / 10), objects])
    walks.push(await reconcileOnce(handler, count));
  const smallestPeak = walks[0]?.peakHeapBytes ?? Number.NaN;
  const headings = ['objects', 'missed', 'per second', 'heap', 'at most', '× the tenth'];
  return {
    title: 'Reconcile, read-only, over a whole bucket',
    headings: [...headings, 'resident', 'at most'],
    rows: walks.map((walk) => [
      inThousands(walk.count),
      within(missedIn(walk), 0),
      (walk.count / walk.seconds).toFixed(0),
      mebibytes(walk.heapBytes),
      mebibytes(walk.peakHeapBytes),
      measuredWithin(walk.peakHeapBytes / smallestPeak, maxMemoryRatio, times),
      mebibytes(walk.residentBytes),
      measuredWithin(walk.peakResidentBytes, maxResidentBytes, mebibytes),
    ]),
    notes: [
      'Heap is measured after a collection, twice a second; resident also holds garbage not yet collected.',
      'Each object has a ready record, whose version is asked for by a HEAD only if the walk over the bucket has not met it.',
      `Planted and to be found: ${planted.join(', ')}. The function’s own bundle in a child process.`,
    ],
  };
}

/** How many of the planted findings were not reported, and how many were reported that were not planted. */
const missedIn = ({ findings }: Walk): number =>
  sum(
    [...new Set([...planted, ...Object.keys(findings)])].map((kind) =>
      Math.abs((findings[kind] ?? 0) - (planted.includes(kind) ? 1 : 0)),
    ),
  );

async function reconcileOnce(handler: string, count: number) {
  let versionIds: readonly string[] = [];
  await using storage = await startStorage((directory) => {
    versionIds = fillBucket(directory, count);
  });
  await using tables = await startTable(itemsFor(versionIds));
  const callWalk = inFreshProcess<typeof import('./reconcile/walk.ts')>('reconcile/walk.ts', {
    env: {
      ...credentialEnvironment,
      AWS_ENDPOINT_URL_S3: storage.url,
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      TABLE_NAME: tables.table,
      ...buckets,
      MEDIA_DISTRIBUTION: 'EBENCH',
    },
    execArgv: ['--expose-gc'],
    // The function prints a line per finding.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return { count, ...(await callWalk('walk', handler)) };
}

/** In the form of the embedded S3's own, and none of them. */
const lostVersionId = 'f'.repeat(32);
const ownerOf = (number: number): string => `owner-${number % ownerCount}`;

/** A record for each object, one without an object, and the counters of all, one of them wrong. */
function* itemsFor(versionIds: readonly string[]): Iterable<Item> {
  const counts = new Map<string, number>();
  for (const [number, versionId] of [...versionIds, lostVersionId].entries()) {
    const owner = ownerOf(number);
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
    yield itemOf(readyFile(number, owner, versionId));
  }
  for (const [owner, count] of counts) {
    const files = owner === ownerOf(0) ? count + 1 : count;
    yield usageItem(owner, { bytes: count * fileBytes, files });
  }
}
