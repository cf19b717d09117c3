// Bench: the requests of each path to AWS, and the resulting price of an upload.
import { startBackend } from '../test/backend.ts';
import config, { ownersAlone } from './airlock.config.ts';
import { costTable } from './requests/cost.ts';
import { walkDeletion, walkReaping } from './requests/endings.ts';
import type { Usage } from './requests/meter.ts';
import { walkPublishing, walkSharing } from './requests/sharing.ts';
import { walkForm, walkFormOfOwners, walkParts, walkTen, walkTurns } from './requests/story.ts';
import { type Budget, type Path, startTour } from './requests/tour.ts';
import { variantCostTable, walkVariants } from './requests/variants.ts';
import { type Table, within } from './table.ts';

const dayMs = 24 * 3600 * 1000;

/** Walks every path once on real engines. */
export async function measureRequests(): Promise<readonly Table[]> {
  let leapMs = 0;
  const now = () => new Date(Date.now() + leapMs);
  await using backend = await startBackend({ config, now });
  const tour = startTour(backend);
  await walkReaping(tour, () => {
    leapMs += dayMs;
  });
  leapMs = 0;
  const reaped = tour.paths.splice(0);
  const noteId = await walkForm(tour);
  await walkTen(tour);
  await walkTurns(tour, noteId);
  await walkParts(tour);
  await walkSharing(tour);
  await walkPublishing(tour);
  const cpuSeconds = await walkVariants(tour);
  await walkDeletion(tour);
  await using small = await startBackend({ config: ownersAlone, now });
  const owners = startTour(small);
  await walkFormOfOwners(owners);
  return [
    requestTable([...tour.paths, ...owners.paths, ...reaped]),
    costTable(tour, owners),
    variantCostTable(tour, cpuSeconds),
  ];
}

const requestTable = (paths: readonly Path[]): Table => ({
  title: 'AWS requests per path, counted at the SDK',
  headings: ['path', 'DynamoDB', 'S3', 'read from S3', 'RRU', 'WRU', 'operations'],
  rows: paths.map(({ name, usage, budget }) => [
    name,
    within(usage.dynamodb.length, budget.dynamodb),
    within(usage.s3.length, budget.s3),
    bytesRead(usage, budget),
    usage.readUnits,
    budget.writeUnits === undefined
      ? usage.writeUnits
      : within(usage.writeUnits, budget.writeUnits),
    [...runsOf(usage.s3), ...runsOf(usage.dynamodb)].join(', '),
  ]),
  notes: [
    'RRU and WRU are DynamoDB request units of table and indexes, as the engine reports them.',
  ],
});

const bytesRead = ({ s3BytesRead }: Usage, { s3BytesRead: budget = 0 }: Budget) =>
  within(s3BytesRead / 1024, budget / 1024, (kibibytes) => `${Math.ceil(kibibytes)} KiB`);

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
