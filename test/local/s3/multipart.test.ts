// Multipart uploads: parts, their listing, completion and its refusals, abortion, copies.
import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { failureOf, isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { multipartCalls } from './multipart-calls.ts';

const MIB = 1024 * 1024;
const { engine, Bucket } = await engineForFile({ versioned: true });

const { begin, upload, complete } = multipartCalls({ engine, Bucket });
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
