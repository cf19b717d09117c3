// PutObject, GetObject, HeadObject, DeleteObject(s), CopyObject through the official SDK.
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  HeadBucketCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { failureOf, isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { objectCalls } from './object-calls.ts';

const { engine, Bucket } = await engineForFile();
const { put, get, head } = objectCalls({ engine, Bucket });

test('an object is read back with its bytes, headers and metadata', async () => {
  const Expires = new Date('2030-01-02T03:04:05Z');
  const said = {
    ContentType: 'text/plain; charset=utf-8',
    CacheControl: 'private, max-age=60',
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentEncoding: 'gzip',
    ContentLanguage: 'de',
    Expires,
    Metadata: { uploader: 'alice', note: 'two words' },
  };
  const { ETag } = await put('said', 'hello', said);
  const md5 = createHash('md5').update('hello').digest('hex');
  expect(ETag).toBe(`"${md5}"`);
  const found = await get('said');
  const { Expires: _, ExpiresString, ...kept } = { ...said, ExpiresString: Expires.toUTCString() };
  expect(found).toMatchObject({ ...kept, ETag, ContentLength: 5, AcceptRanges: 'bytes' });
  expect(new Date(found.ExpiresString ?? '')).toEqual(Expires);
  expect(ExpiresString).toBeDefined();
  expect(await found.Body?.transformToString()).toBe('hello');
  expect(await head('said')).toMatchObject({ ...kept, ETag, ContentLength: 5 });
});

test('a stream of many chunks is stored byte for byte', async () => {
  const bytes = randomBytes(3_000_001);
  const chunks = [
    bytes.subarray(0, 8192),
    bytes.subarray(8192, 1_000_000),
    bytes.subarray(1_000_000),
  ];
  await put('stream', Readable.from(chunks), { ContentLength: bytes.length });
  const found = await (await get('stream')).Body?.transformToByteArray();
  expect(Buffer.compare(Buffer.from(found ?? []), bytes)).toBe(0);
});

test('content codings come back as they were written, without that of the transport', async () => {
  await put('codings', 'x', { ContentEncoding: 'deflate, gzip' });
  expect((await head('codings')).ContentEncoding).toBe('deflate, gzip');
});

test('an empty object is an object', async () => {
  await put('empty', '');
  expect((await head('empty')).ContentLength).toBe(0);
  expect(await (await get('empty')).Body?.transformToString()).toBe('');
});

test('any key of UTF-8 text names its own object', async () => {
  const awkward = [
    'a b',
    'a+b',
    'a%2Fb',
    'ü/ö',
    'a//b',
    '/lead',
    'trail/',
    '日本語',
    "q'(*)!~",
    '😀',
    'a&b=c?d#e',
    '<x>"y"',
  ];
  for (const Key of awkward) await put(Key, Key);
  for (const Key of awkward) {
    expect(await (await get(Key)).Body?.transformToString(), Key).toBe(Key);
  }
  const anyKey = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    .filter((key) => !key.split('/').some((part) => part === '.' || part === '..'));
  await fc.assert(
    fc.asyncProperty(anyKey, async (Key) => {
      await put(Key, Key);
      expect(await (await get(Key)).Body?.transformToString()).toBe(Key);
    }),
    { numRuns: 40 },
  );
});

test('a key of more than 1024 bytes is refused', async () => {
  await put('k'.repeat(1024));
  expect(await failureOf(put('k'.repeat(1025)))).toMatchObject({
    name: 'KeyTooLongError',
    status: 400,
  });
});

describe('a missing object', () => {
  test('a missing key is NoSuchKey, and a bare 404 for HEAD', async () => {
    expect(await failureOf(get('missing'))).toMatchObject({ name: 'NoSuchKey', status: 404 });
    expect(await failureOf(head('missing'))).toMatchObject({ name: 'NotFound', status: 404 });
  });

  test('a missing bucket is NoSuchBucket', async () => {
    const call = engine.client.send(
      new PutObjectCommand({ Bucket: 'airlock-no-such-bucket', Key: 'k', Body: '' }),
    );
    expect(await failureOf(call)).toMatchObject({ name: 'NoSuchBucket', status: 404 });
    const probe = engine.client.send(new HeadBucketCommand({ Bucket: 'airlock-no-such-bucket' }));
    expect(await failureOf(probe)).toMatchObject({ status: 404 });
  });

  test.runIf(isEmbedded)('an operation that is not offered is NotImplemented', async () => {
    const call = engine.client.send(new GetObjectAclCommand({ Bucket, Key: 'said' }));
    expect(await failureOf(call)).toMatchObject({ name: 'NotImplemented', status: 501 });
  });
});

describe('ranges', () => {
  beforeAll(() => put('digits', '0123456789'));

  test.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-5', '2345', 'bytes 2-5/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('%s is answered with 206', async (Range, text, ContentRange) => {
    const found = await get('digits', { Range });
    expect(found.$metadata.httpStatusCode).toBe(206);
    expect(found).toMatchObject({ ContentRange, ContentLength: text.length });
    expect(await found.Body?.transformToString()).toBe(text);
  });

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])(
    'the range %s is refused as InvalidRange',
    async (Range) => {
      expect(await failureOf(get('digits', { Range }))).toMatchObject({
        name: 'InvalidRange',
        status: 416,
      });
    },
  );

  test.each(['bytes=5-2', 'lines=1-2', 'bytes=a-b'])('the range %s is ignored', async (Range) => {
    const found = await get('digits', { Range });
    expect(found.$metadata.httpStatusCode).toBe(200);
    expect(await found.Body?.transformToString()).toBe('0123456789');
  });
});

describe('deletion without versions', () => {
  test('a deleted object is gone, and deleting again is no error', async () => {
    await put('doomed');
    const call = () => engine.client.send(new DeleteObjectCommand({ Bucket, Key: 'doomed' }));
    expect((await call()).VersionId).toBeUndefined();
    await call();
    expect(await failureOf(get('doomed'))).toMatchObject({ name: 'NoSuchKey' });
  });

  test('many objects are deleted in one request, odd keys included', async () => {
    const keys = ['bulk/a', 'bulk/<b>&"', 'bulk/ü c'];
    for (const key of keys) await put(key);
    const { Deleted, Errors } = await engine.client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [...keys, 'bulk/missing'].map((Key) => ({ Key })) },
      }),
    );
    expect(Errors ?? []).toEqual([]);
    expect(Deleted?.map(({ Key }) => Key)).toEqual([...keys, 'bulk/missing']);
    for (const key of keys) expect((await failureOf(head(key))).status).toBe(404);
  });
});

test('attributes are answered without the object', async () => {
  const { ETag } = await put('attributes', 'hello', { ChecksumAlgorithm: 'SHA256' });
  const found = await engine.client.send(
    new GetObjectAttributesCommand({
      Bucket,
      Key: 'attributes',
      ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'StorageClass'],
    }),
  );
  const sha256 = createHash('sha256').update('hello').digest('base64');
  expect(found).toMatchObject({
    ETag: ETag?.replaceAll('"', ''),
    ObjectSize: 5,
    Checksum: { ChecksumSHA256: sha256 },
  });
});

test('more than 2 KB of metadata are refused', async () => {
  const call = put('meta', 'x', { Metadata: { big: 'm'.repeat(2048) } });
  expect(await failureOf(call)).toMatchObject({ name: 'MetadataTooLarge', status: 400 });
});
