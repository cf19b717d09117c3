// Tags of a version: written after the bytes, read with them, each version its own.
import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { failureOf } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { postForm, signForm } from './post-form.ts';

const { engine, Bucket } = await engineForFile({ versioned: true });

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
  await put('tagged', 'colour=red%20%40%20blue&size=5');
  expect(await tagsOf('tagged')).toEqual({ colour: 'red @ blue', size: '5' });
  await put('plain');
  expect(await tagsOf('plain')).toEqual({});
});

test('tags are put on one version, in the place of those it had', async () => {
  const first = await put('versions', 'old=1');
  const second = await put('versions');
  await tag('versions', first, { scan: 'clean', 'with: +-=._/@': 'Größe 5' });
  expect(await tagsOf('versions', first)).toEqual({ scan: 'clean', 'with: +-=._/@': 'Größe 5' });
  expect(await tagsOf('versions', second)).toEqual({});
  await tag('versions', first, {});
  expect(await tagsOf('versions', first)).toEqual({});
});

test('a GET returns the number of tags', async () => {
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

const ten = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`t${n}`, 'v']));

test.each([
  ['eleven tags', { ...ten, more: '' }, 'BadRequest'],
  ['a key of 129 characters', { ['k'.repeat(129)]: '' }, 'InvalidTag'],
  ['a value of 257 characters', { k: 'v'.repeat(257) }, 'InvalidTag'],
  ['a key that begins with aws:', { 'aws:k': '' }, 'InvalidTag'],
  ['a character that tags do not have', { k: '<' }, 'InvalidTag'],
])('%s are refused in a header, a form and a document alike', async (_what, tags, name) => {
  const header = new URLSearchParams(tags as Record<string, string>).toString();
  expect(await failureOf(put('limits', header))).toMatchObject({ name, status: 400 });
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const xml = list
    .map(
      (one) => `<Tag><Key>${one.Key}</Key><Value>${one.Value.replace('<', '&lt;')}</Value></Tag>`,
    )
    .join('');
  const tagging = `<Tagging><TagSet>${xml}</TagSet></Tagging>`;
  const form = signForm(Bucket, { key: 'limits', fields: [['tagging', tagging]] });
  expect((await postForm(engine, Bucket, form)).xml.Code).toBe(name);
  const version = await put('tagged-later');
  expect(await failureOf(tag('tagged-later', version, tags))).toMatchObject({ name });
});

test('ten tags with keys of 128 and values of 256 characters are stored', async () => {
  const tags = { ...ten, t9: undefined, ['k'.repeat(128)]: 'v'.repeat(256) };
  const text = new URLSearchParams(JSON.parse(JSON.stringify(tags))).toString();
  await put('limit', text);
  expect(Object.keys(await tagsOf('limit'))).toHaveLength(10);
});

test('a key that occurs twice is refused in a header and in a document', async () => {
  expect(await failureOf(put('twice', 'a=1&a=2'))).toMatchObject({ name: 'InvalidArgument' });
  const version = await put('twice');
  const TagSet = [
    { Key: 'a', Value: '1' },
    { Key: 'a', Value: '2' },
  ];
  const command = new PutObjectTaggingCommand({
    Bucket,
    Key: 'twice',
    VersionId: version,
    Tagging: { TagSet },
  });
  expect(await failureOf(engine.client.send(command))).toMatchObject({ name: 'InvalidTag' });
});

describe('a copy of a tagged object', () => {
  const copy = (more: Partial<CopyObjectCommandInput>) =>
    engine.client.send(
      new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/copied`, ...more }),
    );

  test.each<[string, Partial<CopyObjectCommandInput>, Record<string, string>]>([
    ['no directive', {}, { scan: 'clean' }],
    ['replaced metadata alone', { MetadataDirective: 'REPLACE' }, { scan: 'clean' }],
    [
      'replaced metadata and the directive COPY',
      { MetadataDirective: 'REPLACE', TaggingDirective: 'COPY', Tagging: 'a=1' },
      { scan: 'clean' },
    ],
    ['the directive REPLACE', { TaggingDirective: 'REPLACE' }, {}],
    ['the directive REPLACE and tags', { TaggingDirective: 'REPLACE', Tagging: 'a=1' }, { a: '1' }],
  ])(
    'a copy of a tagged object with %s has the tags that S3 gives it',
    async (_what, more, tags) => {
      await put('copied', 'scan=clean');
      await copy(more);
      expect(await tagsOf('copy')).toEqual(tags);
    },
  );

  test('a copy with an unknown tagging directive is refused', async () => {
    await put('copied', 'scan=clean');
    expect(await failureOf(copy({ TaggingDirective: 'NONSENSE' as never }))).toMatchObject({
      name: 'InvalidArgument',
      status: 400,
    });
  });
});
