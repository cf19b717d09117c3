// The authorizer's seat: which IAM action each request asks for, and what a refusal looks like.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AccessRequest, type EmbeddedS3, startS3 } from '../../../local/s3/server.ts';
import { failureOf } from './engine.ts';

const Bucket = 'bucket';
const Key = 'key';
let directory: string;
let s3: EmbeddedS3;
let client: S3Client;
let VersionId: string | undefined;
const asked: AccessRequest[] = [];
let denied = new Set<string>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-access-'));
  s3 = await startS3({
    directory,
    port: 0,
    region: 'us-east-1',
    credentialOf: () => ({ secretAccessKey: 'secret' }),
    async authorize(access) {
      asked.push(access);
      if (!denied.has(access.action)) return { allowed: true };
      return { allowed: false, message: `No to ${access.action}` };
    },
  });
  await s3.putBucket(Bucket, { versioned: true, corsRules: [] });
  client = new S3Client({
    endpoint: s3.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  });
  ({ VersionId } = await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })));
});
beforeEach(() => {
  asked.length = 0;
  denied = new Set();
});
afterAll(async () => {
  await s3.close();
  await rm(directory, { recursive: true });
});

const actions = () => asked.map(({ action, key }) => (key === '' ? action : `${action} ${key}`));

test('reads ask for the object, or for its version if one is named', async () => {
  await client.send(new GetObjectCommand({ Bucket, Key }));
  await client.send(new HeadObjectCommand({ Bucket, Key, VersionId }));
  expect(asked).toMatchObject([
    { accessKeyId: 'AKIA', action: 's3:GetObject', bucket: Bucket, key: Key },
    {
      accessKeyId: 'AKIA',
      action: 's3:GetObjectVersion',
      bucket: Bucket,
      key: Key,
      context: { 's3:VersionId': VersionId, 's3:authType': 'REST-HEADER' },
    },
  ]);
});

test('every write asks for its own action', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', Tagging: 'a=b' }));
  await client.send(
    new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `bucket/key?versionId=${VersionId}` }),
  );
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'copy' }));
  const Objects = [{ Key: 'copy' }, { Key: 'copy', VersionId: VersionId ?? '' }];
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(actions()).toEqual([
    's3:PutObject key',
    's3:PutObjectTagging key',
    's3:PutObject copy',
    's3:GetObjectVersion key',
    's3:DeleteObject copy',
    's3:DeleteObject copy',
    's3:DeleteObjectVersion copy',
  ]);
});

test('a copy that carries tags asks for reading and writing them, and one that replaces them does not', async () => {
  const Tagging = 'scan=clean';
  const { VersionId: tagged } = await client.send(
    new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'x', Tagging }),
  );
  const copy = { Bucket, Key: 'copy', CopySource: `bucket/tagged?versionId=${tagged}` };
  asked.length = 0;
  await client.send(new CopyObjectCommand(copy));
  expect(actions()).toEqual([
    's3:PutObject copy',
    's3:GetObjectVersion tagged',
    's3:GetObjectVersionTagging tagged',
    's3:PutObjectTagging copy',
  ]);
  asked.length = 0;
  await client.send(new CopyObjectCommand({ ...copy, TaggingDirective: 'REPLACE' }));
  expect(actions()).toEqual(['s3:PutObject copy', 's3:GetObjectVersion tagged']);
  denied = new Set(['s3:GetObjectVersionTagging']);
  const failed = await failureOf(client.send(new CopyObjectCommand(copy)));
  expect(failed).toMatchObject({ name: 'AccessDenied' });
});

test('a write with an access control list asks for s3:PutObjectAcl', async () => {
  const ACL = 'bucket-owner-full-control';
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ACL }));
  await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'bucket/key', ACL }));
  expect(actions().filter((action) => action.includes('Acl'))).toEqual([
    's3:PutObjectAcl key',
    's3:PutObjectAcl copy',
  ]);
});

test('multipart uploads and listings have actions of their own', async () => {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const upload = { Bucket, Key, UploadId };
  await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
  await client.send(new ListPartsCommand(upload));
  await client.send(new AbortMultipartUploadCommand(upload));
  await client.send(new ListMultipartUploadsCommand({ Bucket }));
  await client.send(new ListObjectsV2Command({ Bucket }));
  await client.send(new ListObjectVersionsCommand({ Bucket }));
  expect(actions()).toEqual([
    's3:PutObject key',
    's3:PutObject key',
    's3:ListMultipartUploadParts key',
    's3:AbortMultipartUpload key',
    's3:ListBucketMultipartUploads',
    's3:ListBucket',
    's3:ListBucketVersions',
  ]);
});

test('a request that is not allowed is AccessDenied and changes nothing', async () => {
  denied = new Set(['s3:PutObject', 's3:DeleteObject']);
  const put = client.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'x' }));
  expect(await failureOf(put)).toMatchObject({ name: 'AccessDenied', status: 403 });
  const Objects = [{ Key }];
  const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(Errors).toMatchObject([{ Key, Code: 'AccessDenied' }]);
  await client.send(new GetObjectCommand({ Bucket, Key }));
});

test('who may not list does not learn what is missing', async () => {
  const get = () => client.send(new GetObjectCommand({ Bucket, Key: 'missing' }));
  expect(await failureOf(get())).toMatchObject({ name: 'NoSuchKey', status: 404 });
  denied = new Set(['s3:ListBucket']);
  expect(await failureOf(get())).toMatchObject({ name: 'AccessDenied', status: 403 });
});
