// Bench: a thousand uploads issued at once by one owner, at the edge of their quota.
import { setTimeout as delay } from 'node:timers/promises';
import pMap from 'p-map';
import type { File } from '../client/airlock.ts';
import { AirlockRefusal } from '../client/errors.ts';
import { ThrottledError } from '../lambdas/domain/errors.ts';
import type { Addition } from '../lambdas/domain/ports.ts';
import type { Usage } from '../lambdas/domain/quota.ts';
import { pendingFile } from '../test/aws/records.ts';
import { startTable, wire } from './engines.ts';
import { usageItem } from './made-up-files.ts';
import { secondsOf, sum } from './measure.ts';
import { sized } from './options.ts';
import { refuseOverlaps } from './quota-edge/overlaps.ts';
import { exactly, inThousands, type Table, tableOf, times, within } from './table.ts';
import { startTemporaryCloud } from './temporary.ts';
import { issue, signIn, textClaim, type User } from './user.ts';

const issues = sized(1000, 100);
const owner = 'alice';
const fileBytes = 1024;
/** How many of them fit. */
const room = sized(400, 40);
/** Callers of the API. */
const concurrency = 32;
/** The owner's earlier usage. */
const used = { bytes: 600 * fileBytes, files: 600 };

/** Issues a thousand at once: on the engine as it is, on one that refuses overlaps, and through the API. */
export async function measureQuotaEdge(): Promise<Table> {
  const plenty = 1_000_000;
  const bytesEnd = { bytes: used.bytes + room * fileBytes, files: plenty };
  const filesEnd = { bytes: plenty * fileBytes, files: used.files + room };
  const edges = [
    await issueAtOnce('bytes end', bytesEnd),
    await issueAtOnce('files end', filesEnd),
    await issueAtOnce('bytes end, overlaps conflict', bytesEnd, true),
    await issueThroughApi('bytes end, through the API'),
  ];
  return tableOf(
    `${inThousands(issues)} uploads issued at once, of which ${room} fit`,
    edges.map(({ name, admitted, refused, waited, limits, counted, kept, requests, seconds }) => ({
      where: name,
      admitted: exactly(admitted, room),
      refused: exactly(refused, issues - room),
      'asked to wait': waited,
      'over the limit': within(Math.max(0, counted.bytes - limits.bytes), 0, (b) => `${b} B`),
      miscounted: within(
        Math.abs(counted.bytes - kept.bytes) + Math.abs(counted.files - kept.files),
        0,
      ),
      'requests per issue': requests,
      seconds: seconds.toFixed(1),
      'of the first': times(seconds / (edges[0]?.seconds ?? Number.NaN)),
    })),
    'Requests to DynamoDB: more than one per issue is a transaction that met another one and was tried again.',
    'Asked to wait is too_many_requests, which callers repeat after a second. Miscounted compares counters and records.',
    'The engine never lets transactions meet. Overlaps conflict: as DynamoDB does, one is refused while another is under way, here at least 5 ms.',
  );
}

async function issueAtOnce(name: string, limits: Usage, overlapsConflict = false) {
  await using tables = await startTable([usageItem(owner, used)]);
  const { adapters, measure } = wire(tables);
  const conflicts = overlapsConflict ? refuseOverlaps(tables.dynamo) : () => 0;
  let waited = 0;
  const add = async (): Promise<Addition> => {
    for (;;) {
      try {
        return await adapters.addFile(pendingFile({ owner, size: fileBytes }), limits);
      } catch (error) {
        if (!(error instanceof ThrottledError)) throw error;
        waited += 1;
        await delay(1000);
      }
    }
  };
  const since = performance.now();
  const { result, usage } = await measure(() => Promise.all(Array.from({ length: issues }, add)));
  const seconds = (performance.now() - since) / 1000;
  const count = (outcome: Addition['outcome']) =>
    result.filter((addition) => addition.outcome === outcome).length;
  const listed = await adapters.sumUsage(owner);
  return {
    name,
    admitted: count('added'),
    refused: count('no_room'),
    waited,
    limits,
    counted: await adapters.findUsage(owner),
    kept: { bytes: used.bytes + listed.bytes, files: used.files + listed.files },
    /** Requests to DynamoDB for each issue. */
    requests: ((usage.dynamodb.length + conflicts()) / issues).toFixed(2),
    seconds,
  };
}

/**
 * The same uploads through gateway, authorizer and function, as a user whose quota holds `room` of them.
 */
async function issueThroughApi(name: string) {
  await using cloud = await startTemporaryCloud();
  const user = await signIn(cloud.addresses, 'bob');
  const { limits } = await user.airlock.usage();
  // With fewer uploads each is larger, so that the intended number fits.
  const claim = textClaim(limits.bytes / room);
  let refused = 0;
  const issueOne = () =>
    issue(user, claim).catch((error: unknown) => {
      if (!(error instanceof AirlockRefusal) || error.code !== 'quota_exceeded') throw error;
      refused += 1;
    });
  const seconds = await secondsOf(() => pMap(Array(issues).keys(), issueOne, { concurrency }));
  const files = await listAll(user);
  const kept = { bytes: sum(files.map(({ size }) => size)), files: files.length };
  const counted = await user.airlock.usage();
  const outcome = { admitted: issues - refused, refused, waited: 0 };
  return { name, ...outcome, limits, counted, kept, requests: '', seconds };
}

async function listAll(
  { airlock }: Pick<User, 'airlock'>,
  cursor?: string,
): Promise<readonly File[]> {
  const { files, nextCursor } = await airlock.list({ limit: 100, ...(cursor && { cursor }) });
  return nextCursor ? [...files, ...(await listAll({ airlock }, nextCursor))] : files;
}
