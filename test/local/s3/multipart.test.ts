// Multipart uploads: parts, their listing, completion and its refusals, abortion, copies.
import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { type Engine, failureOf, isEmbedded, startEngine } from './engine.ts';

const MIB = 1024 * 1024;
let engine: Engine;
let Bucket: string;

beforeAll(async () => {
  engine = await startEngine();
  Bucket = await engine.newBucket({ versioned: true });
});
afterAll(() => engine.stop());

/** A client that adds no checksum of its own, as presigned browser uploads have none. */
const plain = () => engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
const begin = async (Key: string, more = {}) =>
  (await plain().send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId ?? '';
const upload = async (
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Uint8Array | string,
  more = {},
) => {
  const part = { Bucket, Key, UploadId, PartNumber, Body, ...more };
  const { ETag, ...sums } = await plain().send(new UploadPartCommand(part));
  return {
    PartNumber,
    ETag,
    ChecksumSHA256: sums.ChecksumSHA256,
    ChecksumCRC32C: sums.ChecksumCRC32C,
  };
};
const complete = (Key: string, UploadId: string, Parts: CompletedPart[], more = {}) =>
  plain().send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: { Parts },
      ...more,
    }),
  );
const md5 = (data: Uint8Array | string) => createHash('md5').update(data).digest();
const big = randomBytes(5 * MIB);

test('parts uploaded in any order become one object', async () => {
  const UploadId = await begin('whole', { ContentType: 'video/mp4', Metadata: { a: 'b' } });
  const [two, one] = await Promise.all([
    upload('whole', UploadId, 2, 'the end'),
    upload('whole', UploadId, 1, big),
  ]);
  const result = await complete('whole', UploadId, [one, two]);
  const eTag = `"${md5(Buffer.concat([md5(big), md5('the end')])).toString('hex')}-2"`;
  expect(result).toMatchObject({ ETag: eTag, Bucket, Key: 'whole' });
  const found = await engine.client.send(new GetObjectCommand({ Bucket, Key: 'whole' }));
  expect(found).toMatchObject({
    ETag: eTag,
    VersionId: result.VersionId,
    ContentType: 'video/mp4',
    Metadata: { a: 'b' },
    ContentLength: big.length + 7,
  });
  const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.concat([big, Buffer.from('the end')]))).toBe(true);
  const across = await engine.client.send(
    new GetObjectCommand({
      Bucket,
      Key: 'whole',
      Range: `bytes=${big.length - 2}-${big.length + 2}`,
    }),
  );
  const expected = Buffer.concat([big.subarray(-2), Buffer.from('the')]);
  expect(Buffer.from((await across.Body?.transformToByteArray()) ?? [])).toEqual(expected);
  const attributes = await engine.client.send(
    new GetObjectAttributesCommand({ Bucket, Key: 'whole', ObjectAttributes: ['ObjectParts'] }),
  );
  expect(attributes.ObjectParts?.TotalPartsCount).toBe(2);
});

test.runIf(isEmbedded)('only the completion of a multipart upload is announced', async () => {
  const UploadId = await begin('announced');
  const part = await upload('announced', UploadId, 1, 'x');
  await complete('announced', UploadId, [part]);
  const own = () => engine.events.filter(({ key }) => key === 'announced');
  await eventually(() => expect(own()).toHaveLength(1));
  expect(own()).toMatchObject([{ eventName: 'ObjectCreated:CompleteMultipartUpload', size: 1 }]);
});

test('a part uploaded again replaces the one before', async () => {
  const UploadId = await begin('again');
  const old = await upload('again', UploadId, 1, 'old');
  const part = await upload('again', UploadId, 1, 'new');
  expect(await failureOf(complete('again', UploadId, [old]))).toMatchObject({
    name: 'InvalidPart',
  });
  await complete('again', UploadId, [part]);
  const found = await engine.client.send(new GetObjectCommand({ Bucket, Key: 'again' }));
  expect(await found.Body?.transformToString()).toBe('new');
});

test('held parts are listed page by page', async () => {
  const UploadId = await begin('listed');
  for (const number of [10_000, 3, 1]) await upload('listed', UploadId, number, `part ${number}`);
  const list = (more = {}) =>
    engine.client.send(new ListPartsCommand({ Bucket, Key: 'listed', UploadId, ...more }));
  const first = await list({ MaxParts: 2 });
  expect(first.Parts).toMatchObject([
    { PartNumber: 1, Size: 6, ETag: `"${md5('part 1').toString('hex')}"` },
    { PartNumber: 3, Size: 6 },
  ]);
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '3' });
  const second = await list({ MaxParts: 2, PartNumberMarker: first.NextPartNumberMarker });
  expect(second.Parts).toMatchObject([{ PartNumber: 10_000, Size: 10 }]);
  expect(second.IsTruncated).toBe(false);
});

test('uploads in progress are listed page by page', async () => {
  const own = ['open/a', 'open/a', 'open/b'];
  const ids: string[] = [];
  for (const key of own) ids.push(await begin(key));
  const list = (more = {}) =>
    engine.client.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: 'open/', MaxUploads: 2, ...more }),
    );
  const first = await list();
  const second = await list({
    KeyMarker: first.NextKeyMarker,
    UploadIdMarker: first.NextUploadIdMarker,
  });
  const all = [...(first.Uploads ?? []), ...(second.Uploads ?? [])];
  expect(all.map(({ Key }) => Key)).toEqual(own);
  expect(new Set(all.map(({ UploadId }) => UploadId))).toEqual(new Set(ids));
  expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
});

describe('completions that are refused', () => {
  test('a part that is too small and not the last', async () => {
    const UploadId = await begin('small');
    const parts = [
      await upload('small', UploadId, 1, 'x'),
      await upload('small', UploadId, 2, 'y'),
    ];
    expect(await failureOf(complete('small', UploadId, parts))).toMatchObject({
      name: 'EntityTooSmall',
      status: 400,
    });
  });

  test('parts out of order', async () => {
    const UploadId = await begin('order');
    const parts = [
      await upload('order', UploadId, 1, 'x'),
      await upload('order', UploadId, 2, 'y'),
    ];
    expect(await failureOf(complete('order', UploadId, parts.reverse()))).toMatchObject({
      name: 'InvalidPartOrder',
      status: 400,
    });
  });

  test('a part that was never uploaded', async () => {
    const UploadId = await begin('absent');
    const part = await upload('absent', UploadId, 1, 'x');
    const call = complete('absent', UploadId, [{ ...part, PartNumber: 2 }]);
    expect(await failureOf(call)).toMatchObject({ name: 'InvalidPart', status: 400 });
  });

  test('a completion without any part is refused', async () => {
    const UploadId = await begin('none');
    const call = complete('none', UploadId, []);
    expect(await failureOf(call)).toMatchObject({ name: 'MalformedXML', status: 400 });
  });

  test('another size than announced', async () => {
    const UploadId = await begin('size');
    const part = await upload('size', UploadId, 1, 'four');
    const wrong = complete('size', UploadId, [part], { MpuObjectSize: 5 });
    expect(await failureOf(wrong)).toMatchObject({ name: 'InvalidRequest', status: 400 });
    await complete('size', UploadId, [part], { MpuObjectSize: 4 });
  });

  test('a key that exists, if it may only be created', async () => {
    await engine.client.send(new PutObjectCommand({ Bucket, Key: 'taken', Body: 'x' }));
    const UploadId = await begin('taken');
    const part = await upload('taken', UploadId, 1, 'y');
    const call = complete('taken', UploadId, [part], { IfNoneMatch: '*' });
    expect(await failureOf(call)).toMatchObject({ name: 'PreconditionFailed', status: 412 });
  });

  test('an upload that does not exist, or belongs to another key', async () => {
    const UploadId = await begin('mine');
    const part = await upload('mine', UploadId, 1, 'x');
    for (const call of [complete('other', UploadId, [part]), upload('other', UploadId, 1, 'x')]) {
      expect(await failureOf(call)).toMatchObject({ name: 'NoSuchUpload', status: 404 });
    }
  });
});

test('a repeated completion gives the same result and no second version', async () => {
  const UploadId = await begin('replayed');
  const part = await upload('replayed', UploadId, 1, 'x');
  const first = await complete('replayed', UploadId, [part]);
  const second = await complete('replayed', UploadId, [part]);
  expect(second.VersionId).toBe(first.VersionId);
  expect(second.ETag).toBe(first.ETag);
  const other = complete('replayed', UploadId, [{ ...part, PartNumber: 2 }]);
  expect(await failureOf(other)).toMatchObject({ name: 'NoSuchUpload' });
});

test('an aborted upload is gone with its parts', async () => {
  const UploadId = await begin('aborted');
  await upload('aborted', UploadId, 1, 'x');
  const abort = () =>
    engine.client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }));
  await abort();
  expect(await failureOf(abort())).toMatchObject({ name: 'NoSuchUpload', status: 404 });
  const list = engine.client.send(new ListPartsCommand({ Bucket, Key: 'aborted', UploadId }));
  expect(await failureOf(list)).toMatchObject({ name: 'NoSuchUpload' });
  expect(await failureOf(upload('aborted', UploadId, 1, 'x'))).toMatchObject({
    name: 'NoSuchUpload',
  });
});

test.each([0, 10_001])('part number %i is refused', async (number) => {
  const UploadId = await begin('numbers');
  expect(await failureOf(upload('numbers', UploadId, number, 'x'))).toMatchObject({
    name: 'InvalidArgument',
    status: 400,
  });
});

describe('checksums of parts', () => {
  test('composite SHA-256 is the digest of the digests, and every part must have one', async () => {
    const Key = 'composite';
    const UploadId = await begin(Key, { ChecksumAlgorithm: 'SHA256' });
    const one = await upload(Key, UploadId, 1, big, { ChecksumAlgorithm: 'SHA256' });
    const two = await upload(Key, UploadId, 2, 'end', { ChecksumAlgorithm: 'SHA256' });
    expect(await failureOf(upload(Key, UploadId, 3, 'x'))).toMatchObject({
      name: 'InvalidRequest',
      message:
        'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: null',
    });
    const bare = [one, two].map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    expect(await failureOf(complete(Key, UploadId, bare))).toMatchObject({
      name: 'InvalidRequest',
    });
    const result = await complete(Key, UploadId, [one, two]);
    const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
    const digest = sha256(Buffer.concat([sha256(big), sha256('end')])).toString('base64');
    expect(result).toMatchObject({ ChecksumSHA256: `${digest}-2`, ChecksumType: 'COMPOSITE' });
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
    'a full-object %s is that of the whole',
    async (ChecksumAlgorithm) => {
      const Key = `full-${ChecksumAlgorithm}`;
      const UploadId = await begin(Key, { ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' });
      const parts = [
        await upload(Key, UploadId, 1, big),
        await upload(Key, UploadId, 2, 'the end'),
      ].map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
      const result = await complete(Key, UploadId, parts);
      const Body = Buffer.concat([big, Buffer.from('the end')]);
      const field = `Checksum${ChecksumAlgorithm}` as const;
      const once = await engine.client.send(
        new PutObjectCommand({ Bucket, Key: 'once', Body, ChecksumAlgorithm }),
      );
      expect(result[field]).toBe(once[field]);
      expect(result.ChecksumType).toBe('FULL_OBJECT');
    },
  );

  test('a multipart upload without a checksum algorithm gets a CRC64NVME of the whole', async () => {
    const UploadId = await begin('default');
    const parts = [
      await upload('default', UploadId, 1, big),
      await upload('default', UploadId, 2, 'the end'),
    ].map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    await complete('default', UploadId, parts);
    const found = await engine.client.send(
      new HeadObjectCommand({ Bucket, Key: 'default', ChecksumMode: 'ENABLED' }),
    );
    const Body = Buffer.concat([big, Buffer.from('the end')]);
    const once = await plain().send(new PutObjectCommand({ Bucket, Key: 'once', Body }));
    expect(found).toMatchObject({ ChecksumType: 'FULL_OBJECT' });
    expect(found.ChecksumCRC64NVME).toBe(once.ChecksumCRC64NVME);
  });
});

describe('parts copied from objects', () => {
  test('a range of a stored object becomes a part', async () => {
    const source = { Bucket, Key: 'digits', Body: '0123456789' };
    await engine.client.send(new PutObjectCommand(source));
    const UploadId = await begin('copied');
    const copyPart = (CopySourceRange: string) =>
      engine.client.send(
        new UploadPartCopyCommand({
          Bucket,
          Key: 'copied',
          UploadId,
          PartNumber: 1,
          CopySource: `${Bucket}/digits`,
          CopySourceRange,
        }),
      );
    expect(await failureOf(copyPart('bytes=5-10'))).toMatchObject({ name: 'InvalidArgument' });
    const { CopyPartResult } = await copyPart('bytes=2-5');
    await complete('copied', UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    const found = await engine.client.send(new GetObjectCommand({ Bucket, Key: 'copied' }));
    expect(await found.Body?.transformToString()).toBe('2345');
  });

  test('a multipart object is copied into one with a plain ETag', async () => {
    const UploadId = await begin('multi');
    const parts = [
      await upload('multi', UploadId, 1, big),
      await upload('multi', UploadId, 2, 'x'),
    ];
    await complete('multi', UploadId, parts);
    const copy = await engine.client.send(
      new CopyObjectCommand({ Bucket, Key: 'single', CopySource: `${Bucket}/multi` }),
    );
    const whole = md5(Buffer.concat([big, Buffer.from('x')])).toString('hex');
    expect(copy.CopyObjectResult?.ETag).toBe(`"${whole}"`);
  });
});

test('parts sent at the same time do not disturb each other', async () => {
  const UploadId = await begin('together');
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
  await Promise.all(
    numbers.flatMap((number) => [
      upload('together', UploadId, number, `part ${number}`),
      upload('together', UploadId, number, `part ${number}`),
    ]),
  );
  const { Parts } = await engine.client.send(
    new ListPartsCommand({ Bucket, Key: 'together', UploadId }),
  );
  expect(Parts?.map(({ PartNumber, ETag }) => [PartNumber, ETag])).toEqual(
    numbers.map((number) => [number, `"${md5(`part ${number}`).toString('hex')}"`]),
  );
});
