// Bench: a thousand uploads issued at once by one owner, at the edge of their quota.
import { setTimeout as delay } from 'node:timers/promises';
import { addFileWith } from '../lambdas/aws/dynamodb/add-file.ts';
import { findUsageWith } from '../lambdas/aws/dynamodb/find-usage.ts';
import { sumUsageWith } from '../lambdas/aws/dynamodb/sum-usage.ts';
import { ThrottledError } from '../lambdas/domain/errors.ts';
import type { Addition } from '../lambdas/domain/ports.ts';
import type { Usage } from '../lambdas/domain/quota.ts';
import { signingS3, startTable } from './engines.ts';
import { pendingFile, usageItem } from './made-up-files.ts';
import { sized } from './options.ts';
import { type Edge, issueThroughApi } from './quota-edge/api.ts';
import { refuseOverlaps } from './quota-edge/overlaps.ts';
import { meter } from './requests/meter.ts';
import { exactly, type Table, times, within } from './table.ts';

const issues = sized(1000, 100);
const owner = 'alice';
const fileBytes = 1024;
/** How many of them fit. */
const room = sized(400, 40);
/** What the owner has already. */
const used = { bytes: 600 * fileBytes, files: 600 };

/** Issues a thousand at once: on the engine as it is, on one that refuses overlaps, and through the API. */
export async function measureQuotaEdge(): Promise<readonly Table[]> {
  const plenty = 1_000_000;
  const edges: Edge[] = [
    await issueAtOnce('bytes end', { bytes: used.bytes + room * fileBytes, files: plenty }),
    await issueAtOnce('files end', { bytes: plenty * fileBytes, files: used.files + room }),
    await issueAtOnce(
      'bytes end, overlaps conflict',
      { bytes: used.bytes + room * fileBytes, files: plenty },
      true,
    ),
    await issueThroughApi('bytes end, through the API', { issues, room }),
  ];
  return [
    {
      title: `${issues.toLocaleString('en')} uploads issued at once, of which ${room} fit`,
      headings: [
        'where',
        'admitted',
        'refused',
        'asked to wait',
        'over the limit',
        'miscounted',
        'requests per issue',
        'seconds',
        'of the first',
      ],
      rows: edges.map((edge) => [
        edge.name,
        exactly(edge.admitted, room),
        exactly(edge.refused, issues - room),
        String(edge.waited),
        within(Math.max(0, edge.counted.bytes - edge.limits.bytes), 0, (bytes) => `${bytes} B`),
        within(
          Math.abs(edge.counted.bytes - edge.kept.bytes) +
            Math.abs(edge.counted.files - edge.kept.files),
          0,
        ),
        edge.requests === undefined ? '' : (edge.requests / issues).toFixed(2),
        edge.seconds.toFixed(1),
        times(edge.seconds / (edges[0]?.seconds ?? Number.NaN)),
      ]),
      notes: [
        'Requests to DynamoDB: more than one per issue is a transaction that met another one and was tried again.',
        'Asked to wait is too_many_requests, which callers repeat after a second. Miscounted compares counters and records.',
        'The engine never lets transactions meet. Overlaps conflict: as DynamoDB does, one is refused while another is under way, here at least 5 ms.',
      ],
    },
  ];
}

async function issueAtOnce(name: string, limits: Usage, overlapsConflict = false): Promise<Edge> {
  await using tables = await startTable([usageItem(owner, used)]);
  const { dynamo, table } = tables;
  const measure = meter({ dynamo, s3: signingS3() });
  const conflicts = overlapsConflict ? refuseOverlaps(dynamo) : () => 0;
  const add = addFileWith(dynamo, table, () => new Date());
  let waited = 0;
  const issue = async (number: number): Promise<Addition> => {
    for (;;) {
      try {
        return await add(pendingFile(number, owner, fileBytes), limits);
      } catch (error) {
        if (!(error instanceof ThrottledError)) throw error;
        waited += 1;
        await delay(1000);
      }
    }
  };
  const since = performance.now();
  const { result, usage } = await measure(() =>
    Promise.all(Array.from({ length: issues }, (_, number) => issue(number))),
  );
  const seconds = (performance.now() - since) / 1000;
  const count = (outcome: Addition['outcome']) =>
    result.filter((addition) => addition.outcome === outcome).length;
  const counted = await findUsageWith(dynamo, table)(owner);
  const listed = await sumUsageWith(dynamo, table)(owner);
  return {
    name,
    admitted: count('added'),
    refused: count('no_room'),
    waited,
    limits,
    counted,
    kept: { bytes: used.bytes + listed.bytes, files: used.files + listed.files },
    requests: usage.dynamodb.length + conflicts(),
    seconds,
  };
}
