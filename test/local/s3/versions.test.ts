// Versioned buckets: versions, delete markers, deletion for good, and their events.
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { failureOf, isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';

const { engine, Bucket } = await engineForFile({ versioned: true });

const put = async (Key: string, Body: string) =>
  (await engine.client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId ?? '';
const read = async (Key: string, VersionId?: string) => {
  const found = await engine.client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return { text: await found.Body?.transformToString(), VersionId: found.VersionId };
};
const remove = (Key: string, VersionId?: string) =>
  engine.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
const versionsOf = async (Prefix: string) => {
  const page = await engine.client.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  return { versions: page.Versions ?? [], markers: page.DeleteMarkers ?? [] };
};

test('every write is a version of its own, and each stays readable', async () => {
  const first = await put('kept', 'one');
  const second = await put('kept', 'two');
  expect(first).not.toBe(second);
  expect(await read('kept')).toEqual({ text: 'two', VersionId: second });
  expect(await read('kept', first)).toEqual({ text: 'one', VersionId: first });
});

test('a deletion without a version hides the object behind a marker', async () => {
  const version = await put('hidden', 'still here');
  const { DeleteMarker, VersionId: marker } = await remove('hidden');
  expect(DeleteMarker).toBe(true);
  expect(await failureOf(read('hidden'))).toMatchObject({ name: 'NoSuchKey', status: 404 });
  expect(await read('hidden', version)).toMatchObject({ text: 'still here' });
  expect(await failureOf(read('hidden', marker))).toMatchObject({
    name: 'MethodNotAllowed',
    status: 405,
  });
  const { versions, markers } = await versionsOf('hidden');
  expect(versions).toMatchObject([{ VersionId: version, IsLatest: false, Size: 10 }]);
  expect(markers).toMatchObject([{ VersionId: marker, IsLatest: true }]);

  expect((await remove('hidden', marker)).DeleteMarker).toBe(true);
  expect(await read('hidden')).toMatchObject({ text: 'still here', VersionId: version });
});

test('a version deleted by its id is gone for good, and the one before is the latest', async () => {
  const first = await put('popped', 'one');
  const second = await put('popped', 'two');
  await remove('popped', second);
  expect(await read('popped')).toEqual({ text: 'one', VersionId: first });
  expect(await failureOf(read('popped', second))).toMatchObject({
    name: 'NoSuchVersion',
    status: 404,
  });
  await remove('popped', second);
  expect((await versionsOf('popped')).versions).toHaveLength(1);
});

test('an invalid version id is refused', async () => {
  expect(await failureOf(read('kept', 'nonsense'))).toMatchObject({
    name: 'InvalidArgument',
    status: 400,
  });
});

test('a bulk deletion names the markers it made', async () => {
  const version = await put('bulk', 'x');
  const send = (Objects: { Key: string; VersionId?: string }[]) =>
    engine.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  const [marked] = (await send([{ Key: 'bulk' }])).Deleted ?? [];
  expect(marked).toMatchObject({ Key: 'bulk', DeleteMarker: true });
  await send([
    { Key: 'bulk', VersionId: version },
    { Key: 'bulk', VersionId: marked?.DeleteMarkerVersionId ?? '' },
  ]);
  expect(await versionsOf('bulk')).toEqual({ versions: [], markers: [] });
});

test('an old version can be copied back', async () => {
  const first = await put('restored', 'one');
  await put('restored', 'two');
  const copy = await engine.client.send(
    new CopyObjectCommand({
      Bucket,
      Key: 'restored',
      CopySource: `${Bucket}/restored?versionId=${first}`,
    }),
  );
  expect(copy.CopySourceVersionId).toBe(first);
  expect(await read('restored')).toEqual({ text: 'one', VersionId: copy.VersionId });
});

test('versions are listed newest first, a page at a time, even while pages are deleted', async () => {
  const ids: string[] = [];
  for (const key of ['page/a', 'page/a', 'page/a', 'page/b ü', 'page/b ü']) {
    ids.push(await put(key, 'x'));
  }
  const seen: (string | undefined)[] = [];
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let more = true; more; ) {
    const page = await engine.client.send(
      new ListObjectVersionsCommand({
        Bucket,
        Prefix: 'page/',
        MaxKeys: 2,
        EncodingType: 'url',
        ...marker,
      }),
    );
    for (const { Key, VersionId } of page.Versions ?? []) {
      seen.push(VersionId);
      await remove(decodeURIComponent((Key ?? '').replaceAll('+', ' ')), VersionId);
    }
    marker = {
      KeyMarker: decodeURIComponent((page.NextKeyMarker ?? '').replaceAll('+', ' ')),
      VersionIdMarker: page.NextVersionIdMarker,
    };
    more = page.IsTruncated === true;
  }
  expect(seen).toEqual([ids[2], ids[1], ids[0], ids[4], ids[3]]);
  expect((await versionsOf('page/')).versions).toEqual([]);
});

test('a bucket can stop making versions without losing those it has', async () => {
  const bucket = await engine.newBucket({ versioned: true });
  const send = (Body: string) =>
    engine.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body }));
  const { VersionId } = await send('versioned');
  await engine.client.send(
    new PutBucketVersioningCommand({
      Bucket: bucket,
      VersioningConfiguration: { Status: 'Suspended' },
    }),
  );
  const asked = await engine.client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
  expect(asked.Status).toBe('Suspended');
  await send('null one');
  await send('null two');
  const page = await engine.client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  expect(page.Versions?.map((version) => version.VersionId)).toEqual(['null', VersionId]);
  const old = await engine.client.send(
    new HeadObjectCommand({ Bucket: bucket, Key: 'k', VersionId }),
  );
  expect(old.ContentLength).toBe('versioned'.length);
});

test.runIf(isEmbedded)('every new version is announced, in order, deletions are not', async () => {
  const first = await put('announced', 'one');
  await remove('announced');
  const second = await put('announced', 'four');
  const own = () => engine.events.filter(({ key }) => key === 'announced');
  await eventually(() => expect(own()).toHaveLength(2));
  expect(own()).toMatchObject([
    { bucket: Bucket, versionId: first, size: 3, eventName: 'ObjectCreated:Put' },
    { bucket: Bucket, versionId: second, size: 4, eventName: 'ObjectCreated:Put' },
  ]);
  const [one, two] = own().map(({ sequencer }) => sequencer);
  expect(one && two && one < two).toBe(true);
});
