// 7. What reaping repairs, on real engines: uploads that lapsed, and objects whose event was lost.
import {
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { listExpiredWith } from '../lambdas/aws/dynamodb/list-expired.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import type { PendingFile } from '../lambdas/domain/file.ts';
import { MiB } from '../lambdas/domain/sizes.ts';
import { reapUploads } from '../lambdas/reap-uploads/reap-uploads.ts';
import { postTo } from './backend.ts';
import { backendForFile, ownerForTest } from './backend-for-file.ts';

const config = defineConfig({
  multipartThresholdBytes: 100,
  collections: { notes: { types: ['text/plain'], maxBytes: MiB } },
});
const MINUTE_MS = 60_000;
const LIFETIME_MS = config.expiry.uploadSeconds * 1000;
const GRACE_MS = 60 * MINUTE_MS;

let clock = Date.now();
const pass = (milliseconds: number) => {
  clock += milliseconds;
};
const backend = await backendForFile({ config, now: () => new Date(clock) });
const owner = ownerForTest();

const note = { collection: 'notes', filename: 'note.txt', contentType: 'text/plain' };
const issue = async (size: number) => {
  const { file, upload } = await backend.issue({ ...note, size }, owner);
  if (!upload) expect.fail('no upload was issued');
  return { id: file.id, upload };
};
const issueAndPost = async (text: string) => {
  const { id, upload } = await issue(Buffer.byteLength(text));
  if (upload.kind !== 'post') expect.fail('not a form');
  expect(await postTo(upload, Buffer.from(text))).toBe(201);
  return id;
};
const always = () => true;
async function* none() {}
const usage = async () => {
  const { bytes, files } = await backend.usage(owner);
  return { bytes, files };
};
const statusOf = async (id: string) => (await backend.findFile(id))?.status;
const versionsOf = async (id: string) =>
  backend.listVersions((await backend.findFile(id))?.key ?? '');
const uploadsOf = async (id: string) => {
  const { Uploads = [] }: ListMultipartUploadsCommandOutput = await backend.s3.send(
    new ListMultipartUploadsCommand({ Bucket: backend.bucket }),
  );
  return Uploads.filter(({ Key }) => Key?.includes(id));
};
async function pendingFile(id: string): Promise<PendingFile> {
  const file = await backend.findFile(id);
  return file?.status === 'pending' ? file : expect.fail('the file is not pending');
}
async function purge(): Promise<void> {
  const Records = (await backend.readStream()) as unknown as DynamoDBStreamEvent['Records'];
  expect(await backend.deliverDeletions({ Records })).toEqual({ batchItemFailures: [] });
}

describe('an abandoned upload', () => {
  it('an abandoned upload becomes a tombstone an hour after it lapsed, and its quota is released', async () => {
    const { id } = await issue(5);
    expect(await usage()).toEqual({ bytes: 5, files: 1 });
    pass(LIFETIME_MS + GRACE_MS + 1);
    expect(await backend.reap(always)).toMatchObject({ judged: 0, removed: 1, failed: 0 });
    expect(await statusOf(id)).toBe('deleted');
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
    expect(await backend.reap(always)).toMatchObject({ judged: 0, removed: 0, failed: 0 });
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });

  it('an abandoned upload does not change while it may still be sent, nor in the hour after', async () => {
    const { id } = await issue(5);
    for (const wait of [0, LIFETIME_MS, GRACE_MS]) {
      pass(wait);
      expect(await backend.reap(always)).toMatchObject({ judged: 0, removed: 0, failed: 0 });
      expect(await statusOf(id)).toBe('pending');
    }
    expect(await usage()).toEqual({ bytes: 5, files: 1 });
    pass(1);
    expect(await backend.reap(always)).toMatchObject({ judged: 0, removed: 1, failed: 0 });
  });

  it('an abandoned upload in parts is aborted by the purge of its tombstone', async () => {
    const { id, upload } = await issue(200);
    expect(upload.kind).toBe('multipart');
    expect(await uploadsOf(id)).toHaveLength(1);
    pass(config.expiry.multipartDays * 24 * 60 * MINUTE_MS + GRACE_MS + 1);
    expect(await backend.reap(always)).toMatchObject({ judged: 0, removed: 1, failed: 0 });
    await purge();
    expect(await uploadsOf(id)).toEqual([]);
  });

  it('an upload that was settled or deleted since it was listed is left unchanged', async () => {
    const [ready, deleted] = [await issueAndPost('sound'), (await issue(7)).id];
    const listed = [await pendingFile(ready), await pendingFile(deleted)];
    for (const version of await versionsOf(ready)) await backend.receive(version);
    await backend.remove(deleted, owner);
    const reap = reapUploads({
      ...backend,
      config,
      now: () => new Date(clock),
      onFailure: (file, error) => expect.fail(`${file.id}: ${error}`),
      // As the index has it, which is a little behind the table.
      listExpired: none,
      listLapsed: async function* () {
        yield* listed;
      },
    });
    expect(await reap(always)).toMatchObject({ judged: 1, removed: 0, failed: 0 });
    expect(await statusOf(ready)).toBe('ready');
    expect(await versionsOf(ready)).toHaveLength(1);
    expect(await usage()).toEqual({ bytes: 5, files: 1 });
  });
});

describe('an object whose event was lost', () => {
  it('a file whose event was lost is judged by the reaper: ready', async () => {
    const id = await issueAndPost('sound');
    pass(LIFETIME_MS + GRACE_MS + 1);
    expect(await backend.reap(always)).toMatchObject({ judged: 1, removed: 0, failed: 0 });
    const file = await backend.findFile(id);
    expect(file).toMatchObject({ status: 'ready', verdict: { outcome: 'accepted' } });
    expect(await versionsOf(id)).toEqual([
      { key: file?.key, versionId: file?.status === 'ready' && file.versionId },
    ]);
    expect(await usage()).toEqual({ bytes: 5, files: 1 });
  });

  it('a file whose event was lost is judged by the reaper: rejected, its bytes deleted and its quota released', async () => {
    const id = await issueAndPost('<html>');
    pass(LIFETIME_MS + GRACE_MS + 1);
    expect(await backend.reap(always)).toMatchObject({ judged: 1, removed: 0, failed: 0 });
    expect(await backend.findFile(id)).toMatchObject({
      status: 'rejected',
      verdict: { reason: 'active_content' },
    });
    expect(await versionsOf(id)).toEqual([]);
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });

  it('a file whose event was lost is judged once, whatever else was sent with the same form', async () => {
    const { id, upload } = await issue(5);
    if (upload.kind !== 'post') expect.fail('not a form');
    for (const text of ['first', 'other', 'third']) await postTo(upload, Buffer.from(text));
    pass(LIFETIME_MS + GRACE_MS + 1);
    expect(await backend.reap(always)).toMatchObject({ judged: 1, removed: 0, failed: 0 });
    expect(await statusOf(id)).toBe('ready');
    expect(await versionsOf(id)).toHaveLength(1);
  });

  it('the reaper leaves a file to its event until the upload has expired', async () => {
    const id = await issueAndPost('sound');
    expect(await backend.reap(always)).toMatchObject({ judged: 0, removed: 0, failed: 0 });
    expect(await statusOf(id)).toBe('pending');
    await backend.remove(id, owner);
  });

  it('a file whose object has only a delete marker is removed by the reaper', async () => {
    const { id } = await issue(5);
    const Key = (await backend.findFile(id))?.key ?? '';
    await backend.s3.send(new DeleteObjectCommand({ Bucket: backend.bucket, Key }));
    expect(await versionsOf(id)).toHaveLength(1);
    pass(LIFETIME_MS + GRACE_MS + 1);
    expect(await backend.reap(always)).toMatchObject({ judged: 0, removed: 1, failed: 0 });
    await purge();
    expect(await versionsOf(id)).toEqual([]);
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });
});

it('stops when no time is left, and continues the next time', async () => {
  for (let count = 0; count < 3; count += 1) await issue(5);
  pass(LIFETIME_MS + GRACE_MS + 1);
  let left = 2;
  expect(await backend.reap(() => left-- > 0)).toMatchObject({ judged: 0, removed: 2, failed: 0 });
  expect(await usage()).toEqual({ bytes: 5, files: 1 });
  expect(await backend.reap(always)).toMatchObject({ judged: 0, removed: 1, failed: 0 });
  expect(await usage()).toEqual({ bytes: 0, files: 0 });
});

it('continues with the others when one cannot be reaped, and reports that one', async () => {
  const [stuck, fine] = [
    await pendingFile((await issue(5)).id),
    await pendingFile((await issue(7)).id),
  ];
  const failures: string[] = [];
  const reap = reapUploads({
    ...backend,
    config,
    now: () => new Date(clock),
    onFailure: ({ id }) => failures.push(id),
    listVersions: async (key) => {
      if (key === stuck.key) throw new Error('S3 is out of reach');
      return [];
    },
    listExpired: none,
    listLapsed: async function* () {
      yield* [stuck, fine];
    },
  });
  expect(await reap(always)).toMatchObject({ judged: 0, removed: 1, failed: 1 });
  expect(failures).toEqual([stuck.id]);
  expect(await statusOf(fine.id)).toBe('deleted');
  expect(await statusOf(stuck.id)).toBe('pending');
});

describe('files that are kept for a limited time', () => {
  /** A ready file whose claim names its end. */
  const readyUntil = async (minutes: number, replaces?: string) => {
    const expiresAt = new Date(clock + minutes * MINUTE_MS).toISOString();
    const request = { ...note, size: 5, expiresAt, ...(replaces && { replaces }) };
    const { file, upload } = await backend.issue(request, owner);
    if (upload?.kind !== 'post') expect.fail('not a form');
    expect(await postTo(upload, Buffer.from('bytes'))).toBe(201);
    for (const version of await versionsOf(file.id)) await backend.receive(version);
    return file.id;
  };

  it('files that are kept for a limited time are deleted once when it is over, and their quota is released', async () => {
    const [soon, later] = [await readyUntil(10), await readyUntil(30)];
    expect(await backend.reap(always)).toMatchObject({ expired: 0 });
    pass(10 * MINUTE_MS + 1);
    const runs = await Promise.all([backend.reap(always), backend.reap(always)]);
    expect(runs.map(({ expired }) => expired).sort()).toEqual([0, 1]);
    expect(await backend.findFile(soon)).toMatchObject({ status: 'deleted', expired: 'retention' });
    expect(await statusOf(later)).toBe('ready');
    expect(await usage()).toEqual({ bytes: 5, files: 1 });
    expect(await backend.reap(always)).toMatchObject({ expired: 0 });
    await backend.remove(later, owner);
    pass(30 * MINUTE_MS);
    expect(await backend.reap(always)).toMatchObject({ expired: 0, failed: 0 });
    expect(await usage()).toEqual({ bytes: 0, files: 0 });
  });

  it('a file that was edited, deleted or replaced since it was listed is left to the next run', async () => {
    const [edited, deleted, replaced] = [
      await readyUntil(10),
      await readyUntil(10),
      await readyUntil(10),
    ];
    const listed = await Promise.all(
      [edited, deleted, replaced].map(async (id) => (await backend.findFile(id)) ?? expect.fail()),
    );
    await backend.edit(edited, { title: 'Kept a little longer' }, owner);
    await backend.remove(deleted, owner);
    await readyUntil(60, replaced);
    pass(10 * MINUTE_MS + 1);
    const reap = reapUploads({
      ...backend,
      config,
      now: () => new Date(clock),
      onFailure: ({ id }, error) => expect.fail(`${id}: ${error}`),
      listLapsed: none,
      listExpired: async function* () {
        yield* listed;
      },
    });
    expect(await reap(always)).toMatchObject({ expired: 0, failed: 0 });
    expect(await backend.reap(always)).toMatchObject({ expired: 1, failed: 0 });
    expect(await statusOf(edited)).toBe('deleted');
    expect(await statusOf(replaced)).toBe('ready');
    expect(await usage()).toEqual({ bytes: 5, files: 1 });
  });

  it('a run without time deletes nothing, and one that fails reports the file', async () => {
    const id = await readyUntil(10);
    pass(10 * MINUTE_MS + 1);
    expect(await backend.reap(() => false)).toMatchObject({ expired: 0 });
    const failures: string[] = [];
    const reap = reapUploads({
      ...backend,
      config,
      now: () => new Date(clock),
      onFailure: (file) => failures.push(file.id),
      listLapsed: none,
      listExpired: listExpiredWith(backend.dynamo, backend.table),
      removeFile: async () => {
        throw new Error('DynamoDB is out of reach');
      },
    });
    expect(await reap(always)).toMatchObject({ expired: 0, failed: 1 });
    expect(failures).toEqual([id]);
    expect(await backend.reap(always)).toMatchObject({ expired: 1 });
  });
});
