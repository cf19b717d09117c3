// Editing and replacing against a real table: what one write changes, and what two at once do.
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFileWith } from '../../lambdas/aws/dynamodb/add-file.ts';
import { editFileWith } from '../../lambdas/aws/dynamodb/edit-file.ts';
import { findFileWith } from '../../lambdas/aws/dynamodb/find-file.ts';
import { findUsageWith } from '../../lambdas/aws/dynamodb/find-usage.ts';
import { removeFileWith } from '../../lambdas/aws/dynamodb/remove-file.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { remove } from '../../lambdas/domain/transitions.ts';
import { type Backend, startBackend } from '../backend.ts';
import { connectionLost } from '../faults/error-responses.ts';
import { pendingFile, settlement } from './records.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({ config: defineConfig({ collections: {} }), now });
});
afterAll(() => backend[Symbol.asyncDispose]());

const now = () => new Date('2026-11-22T10:00:00Z');
const room = { bytes: 1_000_000, files: 1000 };
const add = (file: ReturnType<typeof pendingFile>, limits = room) =>
  addFileWith(backend.dynamo, backend.table, now)(file, limits);
const find = (id: string) => findFileWith(backend.dynamo, backend.table)(id);
const settle = (id: string, ...verdict: Parameters<typeof settlement>) =>
  settleFileWith(backend.dynamo, backend.table)(id, settlement(...verdict));
const usage = (owner: string) => findUsageWith(backend.dynamo, backend.table)(owner);
const edit = (id: string, change: Parameters<ReturnType<typeof editFileWith>>[1]) =>
  editFileWith(backend.dynamo, backend.table)(id, change);
const tombstoneOf = (file: FileRecord) =>
  remove(file, { at: now().toISOString(), keptUntil: '2027-01-21T10:00:00.000Z' });
const removeAsRead = (file: FileRecord) =>
  removeFileWith(backend.dynamo, backend.table)(file, tombstoneOf(file));

describe('editing', () => {
  it('an edit that was written, and whose answer was lost, is no conflict when it is repeated', async () => {
    const file = pendingFile();
    await add(file);
    const { endpoint, region, credentials } = backend.dynamo.config;
    const dynamo = new DynamoDBClient({
      endpoint: (await endpoint?.()) ?? '',
      region,
      credentials,
    });
    let isLost = false;
    dynamo.middlewareStack.add(
      (next) => async (request) => {
        const answer = await next(request);
        if (isLost) return answer;
        isLost = true;
        throw connectionLost();
      },
      { step: 'deserialize', priority: 'low', name: 'loseFirstAnswer' },
    );
    const change = { title: 'New', caption: null, revision: 1 };
    const edited = await editFileWith(dynamo, backend.table)(file.id, change);
    expect(edited).toMatchObject({ title: 'New', revision: 2 });
    expect(await edit(file.id, { title: 'Newer', revision: 1 })).toBe(false);
    dynamo.destroy();
  });

  it('sets, keeps and takes away texts, and counts the revision', async () => {
    const file = pendingFile({ title: 'Old' });
    await add(file);
    const first = await edit(file.id, { title: 'New', caption: 'Words', revision: 1 });
    expect(first).toEqual({ ...file, title: 'New', caption: 'Words', revision: 2 });
    const second = await edit(file.id, { title: null, revision: 2 });
    const { title: _title, ...untitled } = file;
    expect(second).toEqual({ ...untitled, caption: 'Words', revision: 3 });
    expect(await find(file.id)).toEqual(second);
  });

  it('one of twenty simultaneous edits of the same revision is written', async () => {
    const file = pendingFile();
    await add(file);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => edit(file.id, { title: `${index}`, revision: 1 })),
    );
    const won = answers.filter((answer) => answer !== false);
    expect(won).toHaveLength(1);
    expect(await find(file.id)).toEqual(won[0]);
  });

  it('an edit of a deleted file is refused, and an edit of an unknown id creates nothing', async () => {
    const file = pendingFile();
    await add(file);
    await removeAsRead(file);
    expect(await edit(file.id, { title: 'x', revision: 1 })).toBe(false);
    const unknown = randomUUID();
    expect(await edit(unknown, { title: 'x', revision: 1 })).toBe(false);
    expect(await find(unknown)).toBeUndefined();
  });

  it('an edit is kept when the file is settled, in either order', async () => {
    const files = Array.from({ length: 10 }, () => pendingFile());
    for (const [index, file] of files.entries()) {
      await add(file);
      await Promise.all([
        edit(file.id, { title: 'Kept', revision: 1 }),
        settle(file.id, 'v1', index % 2 ? 'accepted' : 'rejected'),
      ]);
      expect(await find(file.id)).toMatchObject({
        title: 'Kept',
        revision: 2,
        status: index % 2 ? 'ready' : 'rejected',
      });
    }
  });
});

describe('replacing', () => {
  const readyFile = async (owner = randomUUID()) => {
    const file = pendingFile({ owner, size: 3 });
    await add(file);
    await settle(file.id, 'old', 'accepted', 3);
    return file;
  };
  const successorOf = async ({ id, owner }: FileRecord) => {
    const file = pendingFile({ owner, replaces: id });
    await add(file);
    return file;
  };

  it('the write that makes a replacement ready also deletes the old file and moves the usage', async () => {
    const old = await readyFile();
    const file = await successorOf(old);
    expect(await usage(old.owner)).toEqual({ bytes: 8, files: 2 });
    const ready = await settle(file.id, 'new', 'accepted');
    expect(ready).toMatchObject({ status: 'ready', versionId: 'new' });
    expect(ready).toEqual(await find(file.id));
    expect(await find(old.id)).toMatchObject({ status: 'deleted', replacedBy: file.id });
    expect(await usage(old.owner)).toEqual({ bytes: 5, files: 1 });
    expect(await settle(file.id, 'again', 'accepted')).toEqual(ready);
    expect(await usage(old.owner)).toEqual({ bytes: 5, files: 1 });
  });

  it('a replacement takes the title and the caption of the old file where it has none of its own', async () => {
    const old = await readyFile();
    await edit(old.id, { title: 'Contract', caption: 'Signed', revision: 1 });
    const silent = await successorOf(old);
    expect(await settle(silent.id, 'new', 'accepted')).toMatchObject({
      title: 'Contract',
      caption: 'Signed',
    });
    const outspoken = pendingFile({ owner: old.owner, replaces: silent.id, title: 'Annex' });
    await add(outspoken);
    expect(await settle(outspoken.id, 'newer', 'accepted')).toMatchObject({
      title: 'Annex',
      caption: 'Signed',
    });
    expect(await find(outspoken.id)).toMatchObject({ title: 'Annex', caption: 'Signed' });
  });

  it('a replacement becomes ready when the old file was deleted in between', async () => {
    const old = await readyFile();
    const file = await successorOf(old);
    const known = await find(old.id);
    expect(known && (await removeAsRead(known))).toBe(true);
    expect(await settle(file.id, 'new', 'accepted')).toMatchObject({ status: 'ready' });
    expect(await find(old.id)).not.toHaveProperty('replacedBy');
    expect(await usage(old.owner)).toEqual({ bytes: 5, files: 1 });
  });

  it('continues over an edit of the old file that comes in between', async () => {
    const old = await readyFile();
    const file = await successorOf(old);
    const edits = Array.from({ length: 5 }, (_, index) =>
      edit(old.id, { title: `${index}`, revision: 1 }),
    );
    const [settled] = await Promise.all([settle(file.id, 'new', 'accepted'), ...edits]);
    expect(settled).toMatchObject({ status: 'ready' });
    expect(await find(old.id)).toMatchObject({ status: 'deleted', replacedBy: file.id });
  });

  it('a rejected replacement leaves the old file unchanged, and releases its own quota', async () => {
    const old = await readyFile();
    const before = await find(old.id);
    const file = await successorOf(old);
    expect(await settle(file.id, 'new', 'rejected')).toMatchObject({ status: 'rejected' });
    expect(await find(old.id)).toEqual(before);
    expect(await usage(old.owner)).toEqual({ bytes: 3, files: 1 });
  });

  it('of two files that replace the same file at once, one replaces it and the other becomes a file of its own', async () => {
    const old = await readyFile();
    const [one, two] = [await successorOf(old), await successorOf(old)];
    await Promise.all([one, two].map(({ id }) => settle(id, 'new', 'accepted')));
    const tombstone = await find(old.id);
    expect(tombstone).toMatchObject({ status: 'deleted' });
    expect([one.id, two.id]).toContain(
      tombstone?.status === 'deleted' ? tombstone.replacedBy : undefined,
    );
    expect(await usage(old.owner)).toEqual({ bytes: 10, files: 2 });
  });

  it('a claim cannot replace the file of another owner, of another collection, or one that does not exist', async () => {
    const old = await readyFile();
    for (const changes of [
      { replaces: old.id },
      { replaces: old.id, owner: old.owner, collection: 'another' },
      { replaces: 'nonsense', owner: old.owner },
    ]) {
      const file = pendingFile(changes);
      expect(await add(file)).toEqual({ outcome: 'not_replaceable' });
      expect(await find(file.id)).toBeUndefined();
    }
    expect(await find(old.id)).toMatchObject({ status: 'ready' });
  });

  it('a failed replacement and a full quota are different errors', async () => {
    const old = await readyFile();
    const foreign = pendingFile({ replaces: old.id });
    expect(await add(foreign, { bytes: 1, files: 1 })).toEqual({ outcome: 'not_replaceable' });
    const own = pendingFile({ owner: old.owner, replaces: old.id });
    expect(await add(own, { bytes: 1, files: 1 })).toMatchObject({ outcome: 'no_room' });
  });
});
