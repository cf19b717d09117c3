// After the load: waits until all work has ended, redrives dead letters, runs the schedules, then audits bucket and table.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import pTimeout from 'p-timeout';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { parseKey } from '../../lambdas/domain/key.ts';
import { region } from '../../local/addresses.ts';
import type { Cloud } from '../../local/cloud.ts';
import {
  auditBucket,
  auditPublicSide,
  auditTable,
  readItems,
  recordsIn,
} from '../../test/audit-storage.ts';
import { connectS3 } from '../../test/connect-s3.ts';
import type { Place } from '../../test/wiring.ts';
import { digestOf } from './client.ts';
import type { Activity } from './crowd.ts';

/** The remaining work, and the inconsistencies in the end. */
export type Aftermath = Awaited<ReturnType<typeof cleanUp>>;

/** No step takes longer. */
const milliseconds = 240_000;

/** Cleans up as the runbook says and audits. */
export async function cleanUp(cloud: Cloud, activity: Activity) {
  const since = performance.now();
  await becomeIdle(cloud);
  const deadLetters = await redrive(cloud);
  const seconds = (performance.now() - since) / 1000;
  await fire(cloud, 'ReapSchedule');
  const { addresses, credentials } = cloud;
  const { mediaBucket, publicBucket, table, dynamodb: endpoint } = addresses;
  const s3 = connectS3(addresses.s3, credentials);
  const dynamo = new DynamoDBClient({ region, credentials, endpoint });
  const place = { s3, bucket: mediaBucket, publicBucket, dynamo, table };
  const expiredUploads = await expireParts(place);
  const { findings } = await fire(cloud, 'ReconcileSchedule');
  const message = 'Auditing bucket and table has not ended.';
  const wrong = await pTimeout(audit(place, activity), { milliseconds, message });
  return {
    /** Seconds until nothing was under way any more. */
    seconds,
    /** Messages that had failed for good, each with its queue. */
    deadLetters,
    /** Uploads in parts without a record, as after the lost answer to their creation; the bucket's lifecycle ends them. */
    expiredUploads,
    /** The findings of the reconcile function. */
    findings: findings as Readonly<Record<string, number>>,
    /** Inconsistencies in the end, each as a sentence. */
    wrong,
  };
}

/** Messages that failed are received again at once, instead of minutes later. */
async function becomeIdle(cloud: Cloud): Promise<void> {
  const timer = setInterval(() => cloud.queues.retryNow(), 10_000);
  const fallback = () => {
    const busy = cloud.queues.depths().filter(({ visible, invisible }) => visible + invisible > 0);
    throw new Error(`The cloud does not become idle, with ${JSON.stringify(busy)}`);
  };
  await pTimeout(cloud.idle(), { milliseconds, fallback }).finally(() => clearInterval(timer));
}

async function redrive(cloud: Cloud): Promise<readonly string[]> {
  const dead: string[] = [];
  for (const { arn, visible } of cloud.queues.depths()) {
    const [source] = cloud.queues.deadLetterSources(arn);
    if (visible === 0 || !arn.includes('DeadLetters')) continue;
    const name = arn.split(':').at(-1);
    dead.push(...cloud.queues.peek(arn).map((body) => `${name}: ${body.slice(0, 400)}`));
    if (source) cloud.queues.redrive(arn, source);
  }
  if (dead.length > 0) await becomeIdle(cloud);
  return dead;
}

/** Runs a schedule; returns what its function answers. */
async function fire(cloud: Cloud, name: string) {
  const message = `${name} has not ended.`;
  const outcome = await pTimeout(cloud.fireSchedule(name), { milliseconds, message });
  if (outcome.kind === 'succeeded') return JSON.parse(outcome.payload);
  throw new Error(`${name} failed: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
}

async function expireParts({ s3, bucket: Bucket }: Place): Promise<number> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  return Uploads.length;
}

async function audit(place: Place, { digests, kept }: Activity): Promise<readonly string[]> {
  const items = await readItems(place);
  // A key holds the id of the upload that its bytes came with.
  const isGood = ({ key }: FileRecord, contents: string) =>
    digests.get(parseKey(key)?.id ?? '') === digestOf(contents);
  const ready = new Set(
    recordsIn(items).flatMap(({ id, status }) => (status === 'ready' ? id : [])),
  );
  return [
    ...auditTable(items),
    ...(await auditBucket(place, items, isGood)),
    ...(await auditPublicSide(place, items, isGood)),
    ...kept.filter((id) => !ready.has(id)).map((id) => `${id} was kept and is not ready`),
  ];
}
