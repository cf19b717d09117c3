// Checksums: known values, combination of parts, and what an upload with a wrong one gets.
import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksumOfParts, startDigest } from '../../../local/s3/checksums.ts';
import { failureOf } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';

const { engine, Bucket } = await engineForFile();

const CRCS = ['CRC32', 'CRC32C', 'CRC64NVME'] as const;
const XXHASHES = ['XXHASH64', 'XXHASH3', 'XXHASH128'] as const;
const ALGORITHMS = [...CRCS, 'SHA1', 'SHA256', 'SHA512', 'MD5', ...XXHASHES] as const;

function digestOf(algorithm: (typeof ALGORITHMS)[number], data: Uint8Array): string {
  const digest = startDigest(algorithm);
  digest.update(data);
  return digest.digest().toString('base64');
}

// Check values of the CRC catalogue for "123456789".
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
] as const)('%s has its catalogued check value', (algorithm, hex) => {
  const digest = startDigest(algorithm);
  digest.update(Buffer.from('123456789'));
  expect(digest.digest().toString('hex')).toBe(hex);
});

// The reference implementation's digests of nothing, with seed 0.
test.each([
  ['XXHASH64', 'ef46db3751d8e999'],
  ['XXHASH3', '2d06800538d394c2'],
  ['XXHASH128', '99aa06d3014798d86001c324468d497f'],
] as const)('%s of no bytes is what its reference implementation says', (algorithm, hex) => {
  expect(startDigest(algorithm).digest().toString('hex')).toBe(hex);
});

test.each([...CRCS, ...XXHASHES])(
  '%s digests that run at the same time do not disturb each other',
  (algorithm) => {
    const [one, other] = [startDigest(algorithm), startDigest(algorithm)];
    for (const text of ['a', 'b', 'c']) {
      one.update(Buffer.from(text));
      other.update(Buffer.from(text.toUpperCase()));
    }
    expect(one.digest().toString('base64')).toBe(digestOf(algorithm, Buffer.from('abc')));
    expect(other.digest().toString('base64')).toBe(digestOf(algorithm, Buffer.from('ABC')));
  },
);

test.each([...CRCS, ...XXHASHES])('%s does not depend on where the bytes were cut', (algorithm) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (data, cut) => {
      const pieces = startDigest(algorithm);
      pieces.update(data.subarray(0, cut));
      pieces.update(data.subarray(cut));
      expect(pieces.digest().toString('base64')).toBe(digestOf(algorithm, data));
    }),
  );
});

test.each(CRCS)('the %s of a whole follows from those of its parts', (algorithm) => {
  const parts = fc.array(fc.uint8Array({ maxLength: 70 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(parts, (all) => {
      const whole = checksumOfParts(
        algorithm,
        'FULL_OBJECT',
        all.map((part) => ({ checksum: digestOf(algorithm, part), sizeInBytes: part.length })),
      );
      expect(whole.value).toBe(digestOf(algorithm, Buffer.concat(all)));
    }),
  );
});

describe('uploads with a checksum', () => {
  test.each(ALGORITHMS)('%s is verified, kept and answered', async (ChecksumAlgorithm) => {
    const Key = `with-${ChecksumAlgorithm}`;
    const field = `Checksum${ChecksumAlgorithm}`;
    const value = digestOf(ChecksumAlgorithm, Buffer.from('hello'));
    const put = new PutObjectCommand({ Bucket, Key, Body: 'hello', [field]: value });
    expect(await engine.client.send(put)).toMatchObject({ [field]: value });
    const head = await engine.client.send(
      new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ [field]: value, ChecksumType: 'FULL_OBJECT' });
    // The SDK verifies what it reads, but has not every algorithm.
    const plain = engine.newClient({ responseChecksumValidation: 'WHEN_REQUIRED' });
    const found = await plain.send(new GetObjectCommand({ Bucket, Key }));
    expect(await found.Body?.transformToString()).toBe('hello');
  });

  test.each(ALGORITHMS)('a wrong %s is BadDigest and stores nothing', async (algorithm) => {
    const Key = `wrong-${algorithm}`;
    const value = digestOf(algorithm, Buffer.from('other'));
    const put = new PutObjectCommand({
      Bucket,
      Key,
      Body: 'hello',
      [`Checksum${algorithm}`]: value,
    });
    expect(await failureOf(engine.client.send(put))).toMatchObject({
      name: 'BadDigest',
      status: 400,
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    });
    const head = engine.client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(await failureOf(head)).toMatchObject({ status: 404 });
  });

  test('an upload without a checksum gets a CRC64NVME', async () => {
    const plain = engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    await plain.send(new PutObjectCommand({ Bucket, Key: 'default', Body: 'hello' }));
    const head = new HeadObjectCommand({ Bucket, Key: 'default', ChecksumMode: 'ENABLED' });
    expect((await engine.client.send(head)).ChecksumCRC64NVME).toBe(
      digestOf('CRC64NVME', Buffer.from('hello')),
    );
  });

  test('the Content-MD5 of an upload is verified', async () => {
    const put = (ContentMD5: string) =>
      engine.client.send(new PutObjectCommand({ Bucket, Key: 'md5', Body: 'hello', ContentMD5 }));
    const md5 = (text: string) => createHash('md5').update(text).digest('base64');
    await put(md5('hello'));
    expect(await failureOf(put(md5('other')))).toMatchObject({ name: 'BadDigest', status: 400 });
    expect(await failureOf(put('nonsense'))).toMatchObject({ name: 'InvalidDigest', status: 400 });
  });

  test('a checksum that is none, or two of them, are refused', async () => {
    const put = (more: object) =>
      engine.client.send(new PutObjectCommand({ Bucket, Key: 'odd', Body: 'hello', ...more }));
    expect(await failureOf(put({ ChecksumSHA256: 'nonsense' }))).toMatchObject({
      name: 'InvalidRequest',
      message: 'Value for x-amz-checksum-sha256 header is invalid.',
    });
    const two = {
      ChecksumSHA1: digestOf('SHA1', Buffer.from('hello')),
      ChecksumSHA256: digestOf('SHA256', Buffer.from('hello')),
    };
    expect(await failureOf(put(two))).toMatchObject({ name: 'InvalidRequest', status: 400 });
  });
});
