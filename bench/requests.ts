// Bench: what each path of the story asks of AWS, and from that what an upload costs.
import config from './airlock.config.ts';
import { startStorage, startTable } from './engines.ts';
import { costTable } from './requests/cost.ts';
import { walkDeletion, walkReaping } from './requests/endings.ts';
import { meter, type Usage } from './requests/meter.ts';
import type { Budget, Path } from './requests/path.ts';
import { walkPublishing } from './requests/publishing.ts';
import { openQuietBucket } from './requests/quiet-bucket.ts';
import { walkSharing } from './requests/sharing.ts';
import { walkForm, walkParts, walkTurns } from './requests/story.ts';
import { wireUseCases } from './requests/use-cases.ts';
import { type Table, within } from './table.ts';

const dayMs = 24 * 3600 * 1000;

/** Walks every path once on real engines. */
export async function measureRequests(): Promise<readonly Table[]> {
  await using tables = await startTable();
  await using storage = await startStorage();
  const bucket = await openQuietBucket(storage.s3);
  const { dynamo, table } = tables;
  const { s3 } = storage;
  const measure = meter({ dynamo, s3 });
  let leapMs = 0;
  const now = () => new Date(Date.now() + leapMs);
  const world = { config, table, bucket: bucket.name, publicBucket: bucket.publicName, dynamo, s3 };
  const reaped = await walkReaping(wireUseCases({ ...world, now }), measure, () => {
    leapMs += dayMs;
  });
  leapMs = 0;
  const useCases = wireUseCases({ ...world, now });
  const form = await walkForm(useCases, measure, bucket);
  const turns = await walkTurns(useCases, measure, bucket, form.issued.result.file.id);
  const parts = await walkParts(useCases, measure, bucket);
  const sharing = await walkSharing(useCases, measure, bucket);
  const publishing = await walkPublishing(useCases, measure, bucket);
  const deletion = await walkDeletion(useCases, measure, bucket);
  const walks = [form, turns, parts, sharing, publishing, deletion, reaped];
  return [requestTable(walks.flatMap((walk) => Object.values<Path>(walk))), costTable(form, parts)];
}

const requestTable = (paths: readonly Path[]): Table => ({
  title: 'AWS requests per path, counted at the SDK',
  headings: ['path', 'DynamoDB', 'S3', 'read from S3', 'RRU', 'WRU', 'operations'],
  rows: paths.map(({ name, usage, budget }) => [
    name,
    within(usage.dynamodb.length, budget.dynamodb),
    within(usage.s3.length, budget.s3),
    bytesRead(usage, budget),
    String(usage.readUnits),
    String(usage.writeUnits),
    [...runsOf(usage.s3), ...runsOf(usage.dynamodb)].join(', '),
  ]),
  notes: [
    'RRU and WRU are DynamoDB request units of table and indexes, as the engine reports them.',
  ],
});

const bytesRead = ({ s3BytesRead }: Usage, { s3BytesRead: budget = 0 }: Budget) =>
  within(s3BytesRead / 1024, budget / 1024, (kibibytes) => `${kibibytes} KiB`);

/** The operations in their order, each repetition counted. */
function runsOf(operations: readonly string[]): readonly string[] {
  const runs: { operation: string; count: number }[] = [];
  for (const operation of operations) {
    const last = runs.at(-1);
    if (last?.operation === operation) last.count += 1;
    else runs.push({ operation, count: 1 });
  }
  return runs.map(({ operation, count }) => (count > 1 ? `${count} ${operation}` : operation));
}
