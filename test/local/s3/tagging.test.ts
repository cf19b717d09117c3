// Tags of a version: written after the bytes, read with them, each version its own.
import {
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, failureOf, startEngine } from './engine.ts';

let engine: Engine;
let Bucket: string;
beforeAll(async () => {
  engine = await startEngine();
  Bucket = await engine.newBucket({ versioned: true });
});
afterAll(() => engine.stop());

const put = async (Key: string, Tagging?: string) =>
  (await engine.client.send(new PutObjectCommand({ Bucket, Key, Body: 'bytes', Tagging })))
    .VersionId ?? '';
const tagsOf = async (Key: string, VersionId?: string) => {
  const found = await engine.client.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }));
  return Object.fromEntries((found.TagSet ?? []).map((tag) => [tag.Key, tag.Value]));
};
const tag = (Key: string, VersionId: string, tags: Record<string, string>) =>
  engine.client.send(
    new PutObjectTaggingCommand({
      Bucket,
      Key,
      VersionId,
      Tagging: { TagSet: Object.entries(tags).map(([name, Value]) => ({ Key: name, Value })) },
    }),
  );

test('a version has the tags it was stored with, and none if there were none', async () => {
  await put('tagged', 'colour=red%20%26%20blue&size=5');
  expect(await tagsOf('tagged')).toEqual({ colour: 'red & blue', size: '5' });
  await put('plain');
  expect(await tagsOf('plain')).toEqual({});
});

test('tags are put on one version, in the place of those it had', async () => {
  const first = await put('versions', 'old=1');
  const second = await put('versions');
  await tag('versions', first, { scan: 'clean', 'with <&>': '"quotes"' });
  expect(await tagsOf('versions', first)).toEqual({ scan: 'clean', 'with <&>': '"quotes"' });
  expect(await tagsOf('versions', second)).toEqual({});
  await tag('versions', first, {});
  expect(await tagsOf('versions', first)).toEqual({});
});

test('a reader is told how many there are', async () => {
  const version = await put('counted');
  await tag('counted', version, { one: '1', two: '2' });
  const head = await engine.client.send(new HeadObjectCommand({ Bucket, Key: 'counted' }));
  expect(head.TagCount).toBe(2);
});

test('there are no tags of what is not there, and no more than ten', async () => {
  expect(await failureOf(tagsOf('missing'))).toMatchObject({ name: 'NoSuchKey', status: 404 });
  const gone = await put('gone');
  await engine.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone', VersionId: gone }));
  expect(await failureOf(tagsOf('gone', gone))).toMatchObject({ name: 'NoSuchVersion' });
  const version = await put('many');
  const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`t${n}`, '']));
  expect(await failureOf(tag('many', version, eleven))).toMatchObject({ name: 'BadRequest' });
});
