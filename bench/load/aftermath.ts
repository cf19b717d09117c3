// After the load: waits for what is still running, redrives dead letters, runs the schedules, then audits bucket and table.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
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
import { beforeDeadline } from './deadline.ts';

/** What was left to do, and what is wrong in the end. */
export interface Aftermath {
  /** Seconds until nothing was under way any more. */
  readonly seconds: number;
  /** What had failed for good, each with the queue where it lay. */
  readonly deadLetters: readonly string[];
  /** Uploads in parts without a record, as after the lost answer to their creation; the bucket's lifecycle ends them. */
  readonly expiredUploads: number;
  /** What the reconcile function found. */
  readonly findings: Readonly<Record<string, number>>;
  /** What does not agree in the end, each as a sentence. */
  readonly wrong: readonly string[];
}

const idleSeconds = 240;
const scheduleSeconds = 240;
const auditSeconds = 240;

/** Cleans up as the runbook says and audits. */
export async function cleanUp(cloud: Cloud, activity: Activity): Promise<Aftermath> {
  const since = performance.now();
  await becomeIdle(cloud);
  const deadLetters = await redrive(cloud);
  const seconds = (performance.now() - since) / 1000;
  await fire(cloud, 'ReapSchedule');
  const place = placeOf(cloud);
  const expiredUploads = await expireParts(place);
  const { findings } = (await fire(cloud, 'ReconcileSchedule')) as Pick<Aftermath, 'findings'>;
  const auditing = audit(place, activity).finally(() => {
    place.s3.destroy();
    place.dynamo.destroy();
  });
  const wrong = await beforeDeadline(auditing, auditSeconds, () => 'Auditing bucket and table');
  return { seconds, deadLetters, expiredUploads, findings, wrong };
}

/** Messages that failed are received again at once, instead of minutes later. */
async function becomeIdle(cloud: Cloud): Promise<void> {
  const timer = setInterval(() => cloud.queues.retryNow(), 10_000);
  const depths = () =>
    JSON.stringify(
      cloud.queues.depths().filter(({ visible, invisible }) => visible + invisible > 0),
    );
  try {
    await beforeDeadline(
      cloud.idle(),
      idleSeconds,
      () => `The cloud to become idle, with ${depths()}`,
    );
  } finally {
    clearInterval(timer);
  }
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

async function fire(cloud: Cloud, name: string): Promise<unknown> {
  const outcome = await beforeDeadline(cloud.fireSchedule(name), scheduleSeconds, () => name);
  if (outcome.kind === 'succeeded') return JSON.parse(outcome.payload);
  throw new Error(`${name} failed: ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
}

function placeOf({ addresses, credentials }: Cloud): Place {
  const { mediaBucket, publicBucket, table, s3, dynamodb } = addresses;
  return {
    s3: connectS3(s3, credentials),
    bucket: mediaBucket,
    publicBucket,
    dynamo: new DynamoDBClient({ region, credentials, endpoint: dynamodb }),
    table,
  };
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
