// What runs by the clock, as the deployed bundles under their own roles: reaping, reconciling, pruning, and late events.
import { randomUUID } from 'node:crypto';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, inject, it } from 'vitest';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { daysAfter } from '../../lambdas/domain/time.ts';
import config from './airlock.config.ts';
import { alice, call, getFile, issue, postForm, settled, uploaded } from './api.ts';
import { dynamo, publicCopiesOf, putItem, recordOf, s3, versionsOf } from './behind.ts';
import { fixture, grant, note, remove } from './file-calls.ts';
import { ask, invoke, nothingFailed, queued } from './invoke.ts';

const { table: TableName, mediaBucket, publicBucket, staticBucket, site } = inject('addresses');
const hourMs = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();
const age = (part: string) => ask({ kind: 'age', part, seconds: 2 * 3600 });

const dropRecord = (id: string) => {
  const Key = { pk: { S: `FILE#${id}` }, sk: { S: 'FILE' } };
  return dynamo.send(new DeleteItemCommand({ TableName, Key }));
};
const status = async (id: string) => (await recordOf(id)).status?.S;

/** An upload whose bytes are there, and whose record knows nothing of them, as after a lost event. */
async function unjudged(changes: Awaited<ReturnType<typeof recordOf>> = {}): Promise<string> {
  const issued = await issue({ ...note, size: 5 });
  const { id } = issued.file;
  const pending = await recordOf(id);
  await postForm(issued, 'bytes');
  await settled(id);
  await putItem({ ...pending, expiresAt: { S: hoursAgo(2) }, ...changes });
  return id;
}

describe('reaping', () => {
  it('the reaper deletes abandoned uploads, and settles those whose event was lost', async () => {
    const lapsed = (await issue({ ...note, size: 5 })).file.id;
    await putItem({ ...(await recordOf(lapsed)), expiresAt: { S: hoursAgo(2) } });
    const lost = await unjudged();
    const wrong = await unjudged({ size: { N: '6' } });
    await invoke('ReapUploads');
    expect(await status(lapsed)).toBe('deleted');
    expect(await getFile(lost)).toMatchObject({ status: 'ready' });
    expect(await getFile(wrong)).toMatchObject({ status: 'rejected' });
    await expect.poll(() => versionsOf(wrong)).toEqual([]);
  });
});

describe('reconciliation', () => {
  it('reconciling repairs what is wrong when repair is requested', async () => {
    const stray = (await uploaded(note, 'stray')).id;
    await dropRecord(stray);
    const lost = (await uploaded(note, 'lost')).id;
    const Key = (await recordOf(lost)).key?.S;
    for (const VersionId of await versionsOf(lost))
      await s3.send(new DeleteObjectCommand({ Bucket: mediaBucket, Key, VersionId }));
    const missed = await unjudged();
    const wrong = await unjudged({ size: { N: '6' } });
    const owner = { pk: { S: `OWNER#${randomUUID()}` }, sk: { S: 'USAGE' } };
    const counters = { bytes: { N: '1' }, files: { N: '1' } };
    await dynamo.send(new PutItemCommand({ TableName, Item: { ...owner, ...counters } }));
    const { replaced, successor, grantOf } = await replacedFile();
    for (const id of [stray, missed, wrong]) await age(id);

    const { findings } = await invoke('Reconcile', { repair: true });
    expect(findings).toMatchObject({
      stray_version: expect.any(Number),
      unjudged_version: expect.any(Number),
      lost_object: expect.any(Number),
      stray_sharing: expect.any(Number),
      wrong_usage: expect.any(Number),
    });
    expect(await versionsOf(stray)).toEqual([]);
    expect(await status(lost)).toBe('deleted');
    expect(await status(missed)).toBe('ready');
    expect(await status(wrong)).toBe('rejected');
    const usage = await dynamo.send(new GetItemCommand({ TableName, Key: owner }));
    expect(usage.Item).toMatchObject({ bytes: { N: '0' }, files: { N: '0' } });
    expect(await grantOf(replaced)).toBeUndefined();
    expect(await grantOf(successor)).toBeDefined();
  });

  /** A file that a release before 0.3 replaced two hours ago, with a grant that was not moved with the others. */
  async function replacedFile() {
    const old = await uploaded(note, 'old');
    expect((await grant(old.id, 'user:bob')).status).toBe(204);
    const grantOf = async (id: string) => {
      const Key = { pk: { S: `FILE#${id}` }, sk: { S: 'GRANT#user:bob' } };
      return (await dynamo.send(new GetItemCommand({ TableName, Key }))).Item;
    };
    const grantItem = await grantOf(old.id);
    const successor = await uploaded(note, 'new');
    expect((await remove(old.id)).status).toBe(204);
    await expect.poll(() => grantOf(old.id)).toBeUndefined();
    // Removed and put back, because a tombstone that changes is purged once more.
    const tombstone = await recordOf(old.id);
    await dropRecord(old.id);
    await putItem({
      ...tombstone,
      deletedAt: { S: hoursAgo(2) },
      replacedBy: { S: successor.id },
    });
    await putItem(grantItem ?? {});
    return { replaced: old.id, successor: successor.id, grantOf };
  }
});

describe('an event', () => {
  it('an event about a deleted version changes nothing', async () => {
    const { id } = await uploaded(note, 'gone');
    const key = (await recordOf(id)).key?.S ?? '';
    const [versionId = ''] = await versionsOf(id);
    await s3.send(new DeleteObjectCommand({ Bucket: mediaBucket, Key: key, VersionId: versionId }));
    const record = {
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Post',
      s3: { bucket: { name: mediaBucket }, object: { key, versionId } },
    };
    expect(await invoke('ReceiveUpload', queued({ Records: [record] }))).toEqual(nothingFailed);
    expect(await status(id)).toBe('ready');
  });

  it('an event about a version that never existed leaves its file pending', async () => {
    const { id } = await uploaded(note, 'deleted');
    const [versionId = ''] = await versionsOf(id);
    const { file } = await issue({ ...note, size: 4 });
    const key = (await recordOf(file.id)).key?.S ?? '';
    const record = { s3: { bucket: { name: mediaBucket }, object: { key, versionId } } };
    expect(await invoke('ReceiveUpload', queued({ Records: [record] }))).toEqual(nothingFailed);
    expect(await status(file.id)).toBe('pending');
  });
});

describe('completing', () => {
  const content = Buffer.alloc(6 * MiB, 'text ');
  const claim = { ...note, size: content.byteLength };

  it('an upload that S3 has completed already is a success', async () => {
    const { file } = await issue(claim);
    const pending = await recordOf(file.id);
    const asked = { token: alice, body: { parts: [{ partNumber: 1 }] } };
    const { body } = await call('POST', `/files/${file.id}/parts`, asked);
    const { url, headers } = body.parts[0] ?? expect.fail('no part was signed');
    expect((await fetch(url, { method: 'PUT', headers, body: content })).status).toBe(200);
    const complete = () => call('POST', `/files/${file.id}/complete`, { token: alice });
    expect((await complete()).status).toBeOneOf([200, 202]);
    expect((await settled(file.id)).status).toBe('ready');
    await putItem(pending);
    expect((await complete()).status).toBe(202);
  });

  it('completing an aborted upload is refused', async () => {
    const { file } = await issue(claim);
    const { key, multipart } = await recordOf(file.id);
    const UploadId = multipart?.M?.uploadId?.S;
    await s3.send(new AbortMultipartUploadCommand({ Bucket: mediaBucket, Key: key?.S, UploadId }));
    const answer = await call('POST', `/files/${file.id}/complete`, { token: alice });
    expect(answer.status).toBe(409);
  });
});

describe('public copies', () => {
  const photo = fixture('fixture.png');
  const poster = { collection: 'posters', filename: 'me.png', contentType: 'image/png' };
  const published = async () => {
    const { id } = await uploaded(poster, photo);
    await expect.poll(() => publicCopiesOf(id)).toHaveLength(1);
    await expect.poll(async () => (await recordOf(id)).publishedAt).toBeDefined();
    const [copy = ''] = await publicCopiesOf(id);
    return { id, copy, record: await recordOf(id) };
  };
  const dropCopy = (Key: string) => s3.send(new DeleteObjectCommand({ Bucket: publicBucket, Key }));
  const unpublished = ({ publishedAt: _, ...record }: Awaited<ReturnType<typeof recordOf>>) =>
    record;
  /** More than S3 copies in one request. */
  const huge = { size: { N: '6000000000' } };
  /** The uploads that copies in parts have begun under a key, and ends them. */
  async function takeUploads(Key: string): Promise<number> {
    const begun = new ListMultipartUploadsCommand({ Bucket: publicBucket, Prefix: Key });
    const { Uploads = [] } = await s3.send(begun);
    for (const { UploadId } of Uploads)
      await s3.send(new AbortMultipartUploadCommand({ Bucket: publicBucket, Key, UploadId }));
    return Uploads.length;
  }

  it('reconciling recreates a lost public copy, and deletes one without a file', async () => {
    const { id, copy } = await published();
    await dropCopy(copy);
    const Key = `public/${randomUUID()}`;
    await s3.send(new PutObjectCommand({ Bucket: publicBucket, Key, Body: 'stray' }));
    await age(Key);
    const { findings } = await invoke('Reconcile', { repair: true });
    // Other tests of this cloud may leave findings, too.
    expect(findings).toMatchObject({
      lost_copy: expect.any(Number),
      stray_copy: expect.any(Number),
    });
    // Reconciling asks for the copy; the table's stream has it made.
    await expect.poll(() => publicCopiesOf(id)).toEqual([copy]);
    const stray = s3.send(new HeadObjectCommand({ Bucket: publicBucket, Key }));
    await expect(stray).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('no public copy is made when the bytes are gone', async () => {
    const { id, record } = await published();
    const Key = record.key?.S;
    for (const VersionId of await versionsOf(id))
      await s3.send(new DeleteObjectCommand({ Bucket: mediaBucket, Key, VersionId }));
    await putItem(unpublished(record));
    expect(await invoke('PublishFile', queued({ fileId: id }))).toEqual(nothingFailed);
  });

  it('a public copy that is too large for one request is made in parts', async () => {
    const { id, copy, record } = await published();
    await dropCopy(copy);
    // Only the record is that large: S3 refuses the parts that its bytes do not have, and the copy stays unfinished.
    await putItem({ ...unpublished(record), ...huge });
    const refused = { batchItemFailures: [{ itemIdentifier: '1' }] };
    expect(await invoke('PublishFile', queued({ fileId: id }))).toEqual(refused);
    await putItem(record);
    // The table's stream asks for the same copy, which may begin an upload as well.
    expect(await takeUploads(copy)).toBeGreaterThan(0);
  });
});

describe('pruning', () => {
  it('pruning removes what only old releases name, and restores what is named again', async () => {
    const Bucket = staticBucket;
    const record = { Bucket, Key: 'release.json' };
    const current = await s3.send(new GetObjectCommand(record));
    const page = JSON.parse((await current.Body?.transformToString()) ?? '').assets as string[];
    const release = (...more: string[]) =>
      s3.send(
        new PutObjectCommand({ ...record, Body: JSON.stringify({ assets: [...page, ...more] }) }),
      );
    const [gone, back] = [`${randomUUID()}.js`, `${randomUUID()}.js`];
    for (const name of [gone, back])
      await s3.send(new PutObjectCommand({ Bucket, Key: `site/${name}`, Body: name }));
    await release(gone, back);
    await release();
    const { Versions = [] } = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix: 'release.json' }),
    );
    await s3.send(new DeleteObjectCommand({ Bucket, Key: `site/${back}` }));
    await release(back);

    const replacedAt = Versions[0]?.LastModified ?? new Date();
    await invoke('PruningPruneReleases', {
      time: daysAfter(replacedAt, config.site.keepReleasesDays),
    });
    expect((await fetch(`${site}/${gone}`)).ok).toBe(false);
    expect(await (await fetch(`${site}/${back}`)).text()).toBe(back);
  });
});
