// Completions that S3 refuses, checksums of parts, and parts copied from objects.
import { createHash, randomBytes } from 'node:crypto';
import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { failureOf } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { multipartCalls } from './multipart-calls.ts';

const MIB = 1024 * 1024;
const { engine, Bucket } = await engineForFile({ versioned: true });

const { plain, begin, upload, complete } = multipartCalls({ engine, Bucket });
const md5 = (data: Uint8Array | string) => createHash('md5').update(data).digest();
const big = randomBytes(5 * MIB);

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
