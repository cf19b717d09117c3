// The lifecycle rules of a bucket, applied by the clock of the store.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedS3, type LifecycleRule, startS3 } from '../../../local/s3/server.ts';

const DAY_MS = 86_400_000;
const Bucket = 'bucket';
/** Noon, so that a day later is not yet the midnight after it. */
const START_MS = Date.parse('2026-03-02T12:00:00Z');

let directory: string;
let s3: EmbeddedS3 | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-lifecycle-'));
});
afterEach(async () => {
  await s3?.close();
  s3 = undefined;
  await rm(directory, { recursive: true });
});

/** Restarts the server `days` after the first start, which applies the rules. */
async function at(days: number, rule?: Omit<LifecycleRule, 'prefix'>, versioned = true) {
  await s3?.close();
  const time = START_MS + days * DAY_MS;
  s3 = await startS3({
    directory,
    port: 0,
    region: 'us-east-1',
    credentialOf: () => ({ secretAccessKey: 'secret' }),
    now: () => new Date(time),
  });
  if (rule) {
    await s3.putBucket(Bucket, {
      versioned,
      corsRules: [],
      lifecycle: [{ prefix: 'old/', ...rule }],
    });
  }
  return new S3Client({
    endpoint: s3.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    systemClockOffset: time - Date.now(),
  });
}

const put = (client: S3Client, Key: string, Body: string | Uint8Array = 'x') =>
  client.send(new PutObjectCommand({ Bucket, Key, Body }));

/** Such as `old/a *` for the current version, `old/a` for a noncurrent one, `old/a marker *` for a delete marker. */
async function versions(client: S3Client): Promise<string[]> {
  const found = await client.send(new ListObjectVersionsCommand({ Bucket }));
  const mark = (isLatest: boolean | undefined) => (isLatest ? ' *' : '');
  return [
    ...(found.Versions ?? []).map(({ Key, IsLatest }) => `${Key}${mark(IsLatest)}`),
    ...(found.DeleteMarkers ?? []).map(({ Key, IsLatest }) => `${Key} marker${mark(IsLatest)}`),
  ].sort();
}

test('an object expires at the midnight after its days, and only under the prefix of the rule', async () => {
  let client = await at(0, { expireAfterDays: 3 }, false);
  await put(client, 'old/a');
  await put(client, 'young/a');
  client = await at(3.4);
  expect(await versions(client)).toEqual(['old/a *', 'young/a *']);
  client = await at(3.6);
  expect(await versions(client)).toEqual(['young/a *']);
});

test('an expired object in a versioned bucket gets a delete marker and keeps its version', async () => {
  let client = await at(0, { expireAfterDays: 1 });
  await put(client, 'old/a');
  client = await at(2);
  expect(await versions(client)).toEqual(['old/a', 'old/a marker *']);
});

test('a noncurrent version expires counted from the day that it was replaced, except the newest ones kept', async () => {
  let client = await at(0, { expireNoncurrentAfterDays: 2, keptNoncurrentVersions: 1 });
  await put(client, 'old/a');
  await put(client, 'old/a');
  client = await at(5);
  await put(client, 'old/a');
  expect(await versions(client)).toEqual(['old/a', 'old/a', 'old/a *']);
  client = await at(6);
  expect(await versions(client)).toEqual(['old/a', 'old/a *']);
  client = await at(30);
  expect(await versions(client)).toEqual(['old/a', 'old/a *']);
});

test('a delete marker is removed once it is the only version of its key', async () => {
  let client = await at(0, { removesExpiredDeleteMarkers: true });
  const { VersionId } = await put(client, 'old/a');
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'old/a' }));
  client = await at(1);
  expect(await versions(client)).toEqual(['old/a', 'old/a marker *']);
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'old/a', VersionId }));
  client = await at(2);
  expect(await versions(client)).toEqual([]);
});

test('aborts an incomplete upload after the configured days', async () => {
  let client = await at(0, { abortUploadsAfterDays: 2 });
  for (const Key of ['old/a', 'young/a']) {
    await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  }
  client = await at(3);
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  expect(Uploads?.map(({ Key }) => Key)).toEqual(['young/a']);
});

test('an object of at least 128 KiB moves to the class that is due, and a smaller one never does', async () => {
  const transitions = [
    { afterDays: 60, storageClass: 'GLACIER' },
    { afterDays: 30, storageClass: 'STANDARD_IA' },
  ] as const;
  let client = await at(0, { transitions });
  await put(client, 'old/large', new Uint8Array(128 * 1024));
  await put(client, 'old/small', new Uint8Array(128 * 1024 - 1));
  const classOf = async (Key: string) =>
    (await client.send(new HeadObjectCommand({ Bucket, Key }))).StorageClass;
  client = await at(31);
  expect(await classOf('old/large')).toBe('STANDARD_IA');
  client = await at(61);
  expect(await classOf('old/large')).toBe('GLACIER');
  expect(await classOf('old/small')).toBeUndefined();
});
