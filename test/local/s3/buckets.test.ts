// Buckets: creating them, setting them up, and what is no bucket.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startS3 } from '../../../local/s3/server.ts';
import { type Engine, errorOf, failureOf, isEmbedded, REGION, startEngine } from './engine.ts';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

test('a new bucket exists, and is not versioned until configured', async () => {
  const Bucket = await engine.newBucket();
  const { BucketRegion } = await engine.client.send(new HeadBucketCommand({ Bucket }));
  expect(BucketRegion).toBe(REGION);
  const { Status } = await engine.client.send(new GetBucketVersioningCommand({ Bucket }));
  expect(Status).toBeUndefined();
});

test('a bucket cannot be created twice, nor under an invalid name', async () => {
  const Bucket = await engine.newBucket();
  const again = engine.client.send(new CreateBucketCommand({ Bucket }));
  expect(await failureOf(again)).toMatchObject({ name: 'BucketAlreadyOwnedByYou', status: 409 });
  const invalid = engine.client.send(new CreateBucketCommand({ Bucket: 'Not_A_Bucket' }));
  expect(await failureOf(invalid)).toMatchObject({ name: 'InvalidBucketName', status: 400 });
});

test.each(['a..b', 'a.-b', 'a-.b', '192.168.5.123', 'xn--bucket', 'bucket-s3alias', 'ab', '-abc'])(
  'a bucket cannot have the name %s',
  async (Bucket) => {
    const create = engine.client.send(new CreateBucketCommand({ Bucket }));
    expect(await failureOf(create)).toMatchObject({ name: 'InvalidBucketName', status: 400 });
  },
);

test.each([
  ['a method that is none', { AllowedOrigins: ['*'], AllowedMethods: ['PATCH'] }],
  ['an origin with two wildcards', { AllowedOrigins: ['*.*'], AllowedMethods: ['GET'] }],
])('CORS rules with %s are refused', async (_name, rule) => {
  const Bucket = await engine.newBucket();
  const put = new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } });
  expect(await failureOf(engine.client.send(put))).toMatchObject({
    name: 'InvalidRequest',
    status: 400,
  });
});

test.runIf(isEmbedded)('an operation on no bucket is not implemented', async () => {
  const response = await fetch(engine.url);
  expect(response.status).toBe(501);
  expect(errorOf(await response.text())).toMatchObject({ Code: 'NotImplemented' });
});

test.runIf(isEmbedded)('setting up a bucket again keeps what is in it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 's3-buckets-'));
  const s3 = await startS3({
    directory,
    port: 0,
    region: REGION,
    credentialOf: () => ({ secretAccessKey: 'secret' }),
  });
  try {
    const client = new S3Client({
      endpoint: s3.url,
      region: REGION,
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    });
    const object = { Bucket: 'bucket', Key: 'k' };
    await s3.putBucket('bucket', { versioned: true, corsRules: [] });
    const { VersionId } = await client.send(new PutObjectCommand({ ...object, Body: 'one' }));
    await s3.putBucket('bucket', { versioned: false, corsRules: [] });
    await client.send(new PutObjectCommand({ ...object, Body: 'two' }));
    const old = await client.send(new GetObjectCommand({ ...object, VersionId }));
    expect(await old.Body?.transformToString()).toBe('one');
    const status = await client.send(new GetBucketVersioningCommand({ Bucket: 'bucket' }));
    expect(status.Status).toBe('Suspended');
  } finally {
    await s3.close();
    await rm(directory, { recursive: true });
  }
});
