// ListObjectsV2: order, prefixes, delimiters, pages; and the order of keys behind them.
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { successor } from '../../../local/s3/listings.ts';
import { failureOf } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';

const KEYS = ['a/1', 'a/2', 'a/b/3', 'b/1', 'c d', 'top', 'ü/x', '\u{e000}', '😀'];
const { engine, Bucket } = await engineForFile();
beforeAll(async () => {
  for (const Key of [...KEYS].reverse()) {
    await engine.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
});

const list = (more = {}) => engine.client.send(new ListObjectsV2Command({ Bucket, ...more }));

test('keys come in the order of their UTF-8 bytes, with size and ETag', async () => {
  const { Contents, KeyCount, IsTruncated } = await list();
  const sorted = [...KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(Contents?.map(({ Key }) => Key)).toEqual(sorted);
  expect({ KeyCount, IsTruncated }).toEqual({ KeyCount: KEYS.length, IsTruncated: false });
  expect(Contents?.[0]).toMatchObject({ Size: 3, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
});

test('a delimiter rolls up what lies below it', async () => {
  const top = await list({ Delimiter: '/' });
  expect(top.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'b/', 'ü/']);
  expect(top.Contents?.map(({ Key }) => Key)).toEqual(['c d', 'top', '\u{e000}', '😀']);
  const inside = await list({ Delimiter: '/', Prefix: 'a/' });
  expect(inside.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/b/']);
  expect(inside.Contents?.map(({ Key }) => Key)).toEqual(['a/1', 'a/2']);
});

test.each([{ MaxKeys: 1 }, { MaxKeys: 2, Delimiter: '/' }, { MaxKeys: 4 }])(
  'the pages of a listing with %o add up to the whole',
  async (options) => {
    const { MaxKeys: _, ...whole } = options;
    const all = await list(whole);
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ ...options, ContinuationToken });
      expect(page.KeyCount).toBeLessThanOrEqual(options.MaxKeys);
      seen.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    const expected = [
      ...(all.Contents ?? []).map(({ Key }) => Key),
      ...(all.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
    ];
    expect(seen.sort()).toEqual(expected.sort());
  },
);

test('a listing can start after a key', async () => {
  const { Contents } = await list({ StartAfter: 'b/1', MaxKeys: 1 });
  expect(Contents?.map(({ Key }) => Key)).toEqual(['c d']);
});

test('keys are percent-encoded on request', async () => {
  const { Contents } = await list({ EncodingType: 'url', Prefix: 'c' });
  expect(Contents?.map(({ Key }) => Key)).toEqual(['c+d']);
});

test('a made-up continuation token is refused', async () => {
  expect(await failureOf(list({ ContinuationToken: 'nonsense!' }))).toMatchObject({
    name: 'InvalidArgument',
    status: 400,
  });
});

test('the successor of a prefix is above all that begin with it and below all others', () => {
  const text = fc.string({ unit: 'binary', maxLength: 5 });
  const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  fc.assert(
    fc.property(text, text, text, (prefix, rest, other) => {
      const end = successor(prefix);
      if (end === undefined) return;
      expect(compare(prefix + rest, end)).toBeLessThan(0);
      const isBelow = compare(other, prefix) < 0;
      expect(other.startsWith(prefix) || isBelow || compare(other, end) >= 0).toBe(true);
    }),
  );
});

test('a listing names the owner only when it is asked to', async () => {
  expect((await list({ MaxKeys: 1 })).Contents?.[0]?.Owner).toBeUndefined();
  const [first] = (await list({ MaxKeys: 1, FetchOwner: true })).Contents ?? [];
  expect(first?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/);
});

/** Keys and, behind `>`, common prefixes, in the order of their pages. */
type Rolled = readonly string[];

async function versionsInPages(options: { MaxKeys?: number; Prefix?: string }): Promise<Rolled> {
  const seen: string[] = [];
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined =
    {};
  while (next) {
    const page: Awaited<ReturnType<typeof versionPage>> = await versionPage({
      ...options,
      ...next,
    });
    seen.push(...(page.Versions ?? []).map(({ Key }) => String(Key)));
    seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => `>${Prefix}`));
    next = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  return seen;
}
const versionPage = (options: object) =>
  engine.client.send(new ListObjectVersionsCommand({ Bucket, Delimiter: '/', ...options }));

test('a delimiter rolls up versions, on one page and on pages of one', async () => {
  const whole = ['c d', 'top', '\u{e000}', '😀', '>a/', '>b/', '>ü/'];
  expect(await versionsInPages({})).toEqual(whole);
  expect([...(await versionsInPages({ MaxKeys: 1 }))].sort()).toEqual([...whole].sort());
  expect([...(await versionsInPages({ MaxKeys: 2 }))].sort()).toEqual([...whole].sort());
  expect(await versionsInPages({ Prefix: 'a/' })).toEqual(['a/1', 'a/2', '>a/b/']);
});

test('a delimiter rolls up uploads in progress, on one page and on pages of one', async () => {
  const uploads = ['x/1', 'x/2', 'y', 'z/1'];
  const ids = await Promise.all(
    uploads.map(async (Key) => {
      const created = await engine.client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      return { Bucket, Key, UploadId: created.UploadId };
    }),
  );
  const seen: string[] = [];
  let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined =
    {};
  const pageOf = (more: object) =>
    engine.client.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: '/', ...more }));
  while (markers) {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf({ MaxUploads: 1, ...markers });
    seen.push(...(page.Uploads ?? []).map(({ Key }) => String(Key)));
    seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => `>${Prefix}`));
    markers = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
      : undefined;
  }
  expect(seen).toEqual(['>x/', 'y', '>z/']);
  for (const id of ids) await engine.client.send(new AbortMultipartUploadCommand(id));
});
