// Conditional reads, writes and deletions of objects, and copies, as S3 does them.
import { CopyObjectCommand, DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { failureOf, isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { objectCalls } from './object-calls.ts';

const { engine, Bucket } = await engineForFile();
const { put, get, head } = objectCalls({ engine, Bucket });

describe('conditional reads', () => {
  let ETag: string | undefined;
  const past = new Date(Date.now() - 3_600_000);
  const future = new Date(Date.now() + 3_600_000);
  beforeAll(async () => {
    ETag = (await put('conditional')).ETag;
  });

  test('conditions that hold let the object through', async () => {
    await get('conditional', { IfMatch: ETag });
    await get('conditional', { IfNoneMatch: '"other"' });
    await get('conditional', { IfModifiedSince: past });
    await get('conditional', { IfUnmodifiedSince: future });
    await get('conditional', { IfMatch: ETag, IfUnmodifiedSince: past });
  });

  test('an object the caller already has is 304', async () => {
    expect(await failureOf(get('conditional', { IfNoneMatch: ETag }))).toMatchObject({
      status: 304,
    });
    expect(await failureOf(get('conditional', { IfModifiedSince: future }))).toMatchObject({
      status: 304,
    });
  });

  test('an object that is not the expected one is 412', async () => {
    for (const condition of [{ IfMatch: '"other"' }, { IfUnmodifiedSince: past }]) {
      expect(await failureOf(get('conditional', condition))).toMatchObject({
        name: 'PreconditionFailed',
        status: 412,
      });
    }
  });
});

describe('conditional writes', () => {
  test('If-None-Match: * creates but never overwrites', async () => {
    await put('create-only', 'first', { IfNoneMatch: '*' });
    expect(await failureOf(put('create-only', 'second', { IfNoneMatch: '*' }))).toMatchObject({
      name: 'PreconditionFailed',
      status: 412,
    });
    expect(await (await get('create-only')).Body?.transformToString()).toBe('first');
  });

  test('exactly one of many concurrent create-only writes succeeds', async () => {
    const writes = Array.from({ length: 8 }, (_, n) => put('race', `${n}`, { IfNoneMatch: '*' }));
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('If-Match replaces only the object it names', async () => {
    const { ETag } = await put('replace', 'first');
    await put('replace', 'second', { IfMatch: ETag });
    expect(await failureOf(put('replace', 'third', { IfMatch: ETag }))).toMatchObject({
      status: 412,
    });
    expect(await failureOf(put('never', 'x', { IfMatch: ETag }))).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    });
  });
});

describe('conditional deletions', () => {
  const remove = (Key: string, IfMatch: string | undefined) =>
    engine.client.send(new DeleteObjectCommand({ Bucket, Key, IfMatch }));

  test('If-Match deletes only the object that it names', async () => {
    const { ETag } = await put('match', 'first');
    expect(await failureOf(remove('match', '"other"'))).toMatchObject({
      name: 'PreconditionFailed',
      status: 412,
    });
    await head('match');
    await remove('match', ETag);
    expect(await failureOf(head('match'))).toMatchObject({ status: 404 });
    expect(await failureOf(remove('match', ETag))).toMatchObject({ name: 'NoSuchKey' });
  });

  test('an ETag in DeleteObjects is a condition for its own object alone', async () => {
    const { ETag } = await put('batch/match');
    await put('batch/other');
    const Objects = [
      { Key: 'batch/match', ETag },
      { Key: 'batch/other', ETag: '"other"' },
    ];
    const result = await engine.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(result.Deleted?.map(({ Key }) => Key)).toEqual(['batch/match']);
    expect(result.Errors).toMatchObject([{ Key: 'batch/other', Code: 'PreconditionFailed' }]);
    await head('batch/other');
  });

  test.runIf(isEmbedded)('a size or a time as a condition is not implemented', async () => {
    await put('batch/sized');
    const Objects = [{ Key: 'batch/sized', Size: 5 }];
    const result = await engine.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(result.Errors).toMatchObject([{ Code: 'NotImplemented' }]);
    const command = new DeleteObjectCommand({ Bucket, Key: 'batch/sized', IfMatchSize: 5 });
    expect(await failureOf(engine.client.send(command))).toMatchObject({ name: 'NotImplemented' });
    await head('batch/sized');
  });
});

describe('copies', () => {
  const copy = (Key: string, CopySource: string, more = {}) =>
    engine.client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));

  test('a copy has the bytes and the metadata of its source', async () => {
    const { ETag } = await put('source ü', 'copy me', { Metadata: { a: 'b' } });
    const result = await copy('target', `${Bucket}/${encodeURIComponent('source ü')}`);
    expect(result.CopyObjectResult?.ETag).toBe(ETag);
    const found = await get('target');
    expect(found.Metadata).toEqual({ a: 'b' });
    expect(await found.Body?.transformToString()).toBe('copy me');
    await engine.client.send(new DeleteObjectCommand({ Bucket, Key: 'source ü' }));
    expect(await (await get('target')).Body?.transformToString()).toBe('copy me');
  });

  test('REPLACE gives the copy its own metadata, even onto itself', async () => {
    await put('self', 'x', { Metadata: { a: 'b' } });
    await copy('self', `${Bucket}/self`, {
      MetadataDirective: 'REPLACE',
      Metadata: { c: 'd' },
      ContentType: 'image/png',
    });
    expect(await head('self')).toMatchObject({ Metadata: { c: 'd' }, ContentType: 'image/png' });
    expect(await failureOf(copy('self', `${Bucket}/self`))).toMatchObject({
      name: 'InvalidRequest',
      status: 400,
    });
  });

  test('the source may be pinned by its ETag', async () => {
    const { ETag } = await put('pinned', 'x');
    await copy('pinned-copy', `${Bucket}/pinned`, { CopySourceIfMatch: ETag });
    const call = copy('pinned-copy', `${Bucket}/pinned`, { CopySourceIfMatch: '"other"' });
    expect(await failureOf(call)).toMatchObject({ name: 'PreconditionFailed', status: 412 });
    expect(await failureOf(copy('t', `${Bucket}/missing`))).toMatchObject({ name: 'NoSuchKey' });
  });
});
