// Reading the parts of an object: by number, and as a list among its attributes.
import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from 'vitest';
import { failureOf } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';

const MIB = 1024 * 1024;
const FIRST = Buffer.alloc(5 * MIB, 1);
const LAST = Buffer.from('the last part');

const { engine, Bucket } = await engineForFile();
beforeAll(async () => {
  await uploadParts('plain');
  await uploadParts('sha256', 'SHA256');
  await engine.client.send(new PutObjectCommand({ Bucket, Key: 'whole', Body: LAST }));
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');

async function uploadParts(Key: string, ChecksumAlgorithm?: 'SHA256') {
  const client = engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const created = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm }),
  );
  const upload = { Bucket, Key, UploadId: created.UploadId };
  const Parts = [];
  for (const [index, Body] of [FIRST, LAST].entries()) {
    const checksum = ChecksumAlgorithm && { ChecksumSHA256: sha256(Body) };
    const PartNumber = index + 1;
    const part = new UploadPartCommand({ ...upload, PartNumber, Body, ...checksum });
    const { ETag } = await client.send(part);
    Parts.push({ PartNumber, ETag, ...checksum });
  }
  await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
}

const getPart = (Key: string, PartNumber: number, more = {}) =>
  engine.client.send(new GetObjectCommand({ Bucket, Key, PartNumber, ...more }));

test('a part is read by its number, with its range and the count of parts', async () => {
  const last = await getPart('plain', 2);
  expect(last.$metadata.httpStatusCode).toBe(206);
  expect(last).toMatchObject({
    ContentLength: LAST.length,
    ContentRange: `bytes ${FIRST.length}-${FIRST.length + LAST.length - 1}/${FIRST.length + LAST.length}`,
    PartsCount: 2,
  });
  expect(await last.Body?.transformToString()).toBe(LAST.toString());
  const head = await engine.client.send(
    new HeadObjectCommand({ Bucket, Key: 'plain', PartNumber: 1 }),
  );
  expect(head).toMatchObject({ ContentLength: FIRST.length, PartsCount: 2 });
});

test('a part of an object with composite checksums has the checksum of its own bytes', async () => {
  const part = await getPart('sha256', 2, { ChecksumMode: 'ENABLED' });
  expect(part.ChecksumSHA256).toBe(sha256(LAST));
  expect(await part.Body?.transformToString()).toBe(LAST.toString());
});

test('an object that was not uploaded in parts is its own part 1, without a count', async () => {
  const part = await getPart('whole', 1);
  expect(await part.Body?.transformToString()).toBe(LAST.toString());
  expect(part.PartsCount).toBeUndefined();
});

test('a part that is not there, or a range beside the number, is refused', async () => {
  expect(await failureOf(getPart('plain', 3))).toMatchObject({
    name: 'InvalidPartNumber',
    status: 416,
  });
  expect(await failureOf(getPart('plain', 0))).toMatchObject({ name: 'InvalidArgument' });
  expect(await failureOf(getPart('plain', 1, { Range: 'bytes=0-1' }))).toMatchObject({
    name: 'InvalidRequest',
    status: 400,
  });
});

const partsOf = async (Key: string, more = {}) => {
  const command = { Bucket, Key, ObjectAttributes: ['ObjectParts' as const], ...more };
  return (await engine.client.send(new GetObjectAttributesCommand(command))).ObjectParts;
};

test('attributes list the parts where each has a checksum, page by page, and elsewhere count them', async () => {
  expect(await partsOf('sha256')).toMatchObject({
    TotalPartsCount: 2,
    IsTruncated: false,
    Parts: [
      { PartNumber: 1, Size: FIRST.length, ChecksumSHA256: sha256(FIRST) },
      { PartNumber: 2, Size: LAST.length, ChecksumSHA256: sha256(LAST) },
    ],
  });
  const first = await partsOf('sha256', { MaxParts: 1 });
  expect(first).toMatchObject({ IsTruncated: true, Parts: [{ PartNumber: 1 }] });
  const second = await partsOf('sha256', { MaxParts: 1, PartNumberMarker: '1' });
  expect(second).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 2 }] });
  const plain = await partsOf('plain');
  expect(plain).toMatchObject({ TotalPartsCount: 2 });
  expect(plain?.Parts).toBeUndefined();
  expect(await partsOf('whole')).toBeUndefined();
});

test('a part with a checksum is refused for an upload that was created without an algorithm', async () => {
  const client = engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const Key = 'without';
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const checksum = { ChecksumSHA256: sha256(LAST) };
  const part = { Bucket, Key, UploadId, PartNumber: 1, Body: LAST, ...checksum };
  expect(await failureOf(client.send(new UploadPartCommand(part)))).toMatchObject({
    name: 'InvalidRequest',
    status: 400,
    message:
      'Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: sha256',
  });
});

test('an object of very many parts is sent without a warning about listeners', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  const client = engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const Key = 'many';
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const upload = { Bucket, Key, UploadId };
  const Parts = [];
  for (let PartNumber = 1; PartNumber <= 12; PartNumber += 1) {
    const part = new UploadPartCommand({ ...upload, PartNumber, Body: FIRST });
    Parts.push({ PartNumber, ETag: (await client.send(part)).ETag });
  }
  await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  const found = await client.send(new GetObjectCommand({ Bucket, Key }));
  expect((await found.Body?.transformToByteArray())?.length).toBe(12 * FIRST.length);
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});
