// Bench: the reconcile function over a full bucket: what it finds, how fast it is, and that its memory does not grow.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Item, itemOf } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import config from './airlock.config.ts';
import { bundleWithConfig } from './bundle-with-config.ts';
import { credentialEnvironment, startStorage, startTable } from './engines.ts';
import { fileBytes, readyFile, usageItem } from './made-up-files.ts';
import { amount } from './options.ts';
import { bucketName, fillBucket, publicBucketName } from './reconcile/fill-bucket.ts';
import type { Walk } from './reconcile/walk.ts';
import { measuredWithin, mebibytes, type Table, times, within } from './table.ts';
import { temporaryDirectory } from './temporary.ts';

/** Every owner has as many files, so that adding up one owner's is a small part of the whole. */
const ownerCount = 10;
/** One finding of each kind is planted and must be found. */
const planted = { unknown_key: 1, stray_version: 1, lost_object: 1, wrong_usage: 1 };
const maxMemoryRatio = 1.5;
/** What the stack gives each function; Lambda ends a process that resides in more. */
const maxResidentBytes = 512 * MiB;

/** Reconciles a tenth of the objects, then all of them, each in a fresh process. */
export async function measureReconcile(): Promise<readonly Table[]> {
  const objects = amount('objects', 5000, 100);
  const sizes = [Math.ceil(objects / 10), objects];
  const walks: Walk[] = [];
  await using bundles = await temporaryDirectory();
  await bundleWithConfig({ config, outdir: bundles.path() });
  const handler = bundles.path('reconcile', 'index.mjs');
  for (const size of sizes) walks.push(await reconcileOnce(handler, size));
  const [small] = walks;
  const peak = (one: Walk) => one.peakHeapBytes;
  return [
    {
      title: 'Reconcile, read-only, over a whole bucket',
      headings: [
        'objects',
        'missed',
        'per second',
        'heap',
        'at most',
        '× the tenth',
        'resident',
        'at most',
      ],
      rows: walks.map((walk, index) => [
        (sizes[index] ?? 0).toLocaleString('en'),
        within(missedIn(walk), 0),
        ((sizes[index] ?? 0) / walk.seconds).toFixed(0),
        mebibytes(walk.heapBytes),
        mebibytes(peak(walk)),
        measuredWithin(peak(walk) / peak(small ?? walk), maxMemoryRatio, times),
        mebibytes(walk.residentBytes),
        measuredWithin(walk.peakResidentBytes, maxResidentBytes, mebibytes),
      ]),
      notes: [
        'Heap is measured after a collection, twice a second; resident also holds garbage not yet collected.',
        'Each object has a ready record, whose version is asked for by a HEAD only if the walk over the bucket has not met it.',
        `Planted and to be found: ${Object.keys(planted).join(', ')}. The function’s own bundle in a process of its own.`,
      ],
    },
  ];
}

/** How many of the planted findings were not reported, and how many were reported that were not planted. */
const missedIn = ({ findings }: Walk): number => {
  const kinds = new Set([...Object.keys(planted), ...Object.keys(findings)]);
  return [...kinds].reduce(
    (sum, kind) =>
      sum + Math.abs((findings[kind] ?? 0) - (planted[kind as keyof typeof planted] ?? 0)),
    0,
  );
};

async function reconcileOnce(handler: string, objects: number): Promise<Walk> {
  let versionIds: readonly string[] = [];
  await using storage = await startStorage((directory) => {
    versionIds = fillBucket(directory, objects);
  });
  await using tables = await startTable(itemsFor(versionIds));
  return await walkInAProcess(handler, {
    ...credentialEnvironment,
    AWS_ENDPOINT_URL_S3: storage.url,
    AWS_ENDPOINT_URL_DYNAMODB: tables.url,
    TABLE_NAME: tables.table,
    MEDIA_BUCKET: bucketName,
    PUBLIC_BUCKET: publicBucketName,
    MEDIA_DISTRIBUTION: 'EBENCH',
  });
}

/** In the form of the embedded S3's own, and none of them. */
const lostVersionId = 'f'.repeat(32);
const ownerOf = (number: number): string => `owner-${number % ownerCount}`;

/** A record for each object, one without an object, and the counters of all, one of them wrong. */
function* itemsFor(versionIds: readonly string[]): Iterable<Item> {
  const counts = new Map<string, number>();
  for (const [number, versionId] of [
    ...versionIds.entries(),
    [versionIds.length, lostVersionId] as const,
  ]) {
    const owner = ownerOf(number);
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
    yield itemOf(readyFile(number, owner, versionId));
  }
  for (const [owner, count] of counts) {
    const files = owner === ownerOf(0) ? count + 1 : count;
    yield usageItem(owner, { bytes: count * fileBytes, files });
  }
}

async function walkInAProcess(handler: string, env: NodeJS.ProcessEnv): Promise<Walk> {
  const child = fork(join(import.meta.dirname, 'reconcile', 'walk.ts'), [handler], {
    env,
    execArgv: ['--expose-gc'],
    // The function prints a line per finding.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`Reconcile ended with ${code} and no answer.`);
  });
  const [walk] = await Promise.race([once(child, 'message'), failed]);
  return walk as Walk;
}
