// Editing and replacing against a real table: what one write changes, and what two at once do.
import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { editFileWith } from '../../lambdas/aws/dynamodb/edit-file.ts';
import { forgetVersionWith } from '../../lambdas/aws/dynamodb/forget-version.ts';
import { settleFileWith } from '../../lambdas/aws/dynamodb/settle-file.ts';
import type { FileRecord, ReadyFile } from '../../lambdas/domain/file.ts';
import { parseKey } from '../../lambdas/domain/key.ts';
import { connectionLost } from '../faults/error-responses.ts';
import { filesInTable } from './files-in-table.ts';
import { pendingFile, settlement } from './records.ts';

const { backend, add, find, settle, usage, edit, removeAsRead } = await filesInTable();

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
    const change = { title: 'New', caption: null, metadata: { orderId: 'A-1' }, revision: 1 };
    const edited = await editFileWith(dynamo, backend.table)(file.id, change);
    expect(edited).toMatchObject({ title: 'New', revision: 2 });
    expect(await edit(file.id, { title: 'Newer', revision: 1 })).toBe(false);
    dynamo.destroy();
  });

  it('an edit sets, keeps and removes texts, and increments the revision', async () => {
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
  const replacementOf = async ({ id, owner }: FileRecord, changes: object = {}) => {
    const file = pendingFile({ owner, replaces: id, ...changes });
    await add(file);
    return file;
  };

  it('the write that accepts a replacement gives its content to the file, and moves the usage', async () => {
    const old = await readyFile();
    const upload = await replacementOf(old);
    expect(await usage(old.owner)).toEqual({ bytes: 8, files: 2 });
    const merged = await settle(upload.id, 'new', 'accepted');
    expect(merged).toMatchObject({ status: 'merged', versionId: 'new', mergedInto: old.id });
    expect(merged).toEqual(await find(upload.id));
    const { key } = upload;
    const file = { status: 'ready', id: old.id, key, versionId: 'new', version: 2, revision: 2 };
    expect(await find(old.id)).toMatchObject(file);
    expect(await usage(old.owner)).toEqual({ bytes: 5, files: 1 });
    expect(await settle(upload.id, 'again', 'accepted')).toEqual(merged);
    expect(await usage(old.owner)).toEqual({ bytes: 5, files: 1 });
  });

  it('a replacement changes title and caption only where it has its own', async () => {
    const old = await readyFile();
    await edit(old.id, { title: 'Contract', caption: 'Signed', revision: 1 });
    await settle((await replacementOf(old)).id, 'new', 'accepted');
    expect(await find(old.id)).toMatchObject({ title: 'Contract', caption: 'Signed' });
    await settle((await replacementOf(old, { title: 'Annex' })).id, 'newer', 'accepted');
    expect(await find(old.id)).toMatchObject({ title: 'Annex', caption: 'Signed' });
  });

  it('an upload becomes a file of its own when the file that it replaces was deleted in between', async () => {
    const old = await readyFile();
    const file = await replacementOf(old);
    const known = await find(old.id);
    expect(known && (await removeAsRead(known))).toBe(true);
    expect(await settle(file.id, 'new', 'accepted')).toMatchObject({ status: 'ready' });
    expect(await find(old.id)).toMatchObject({ status: 'deleted' });
    expect(await usage(old.owner)).toEqual({ bytes: 5, files: 1 });
  });

  it('continues over an edit of the file that comes in between', async () => {
    const old = await readyFile();
    const upload = await replacementOf(old);
    const edits = Array.from({ length: 5 }, (_, index) =>
      edit(old.id, { title: `${index}`, revision: 1 }),
    );
    await Promise.all([settle(upload.id, 'new', 'accepted'), ...edits]);
    expect(await find(old.id)).toMatchObject({ version: 2, versionId: 'new' });
  });

  it('an upload cannot be edited once it became a version of another file', async () => {
    const old = await readyFile();
    const upload = await replacementOf(old);
    await settle(upload.id, 'new', 'accepted');
    expect(await edit(upload.id, { title: 'Lost', revision: 1 })).toBe(false);
    expect(await find(upload.id)).not.toHaveProperty('title');
  });

  it('a rejected replacement leaves the file unchanged, and releases its own quota', async () => {
    const old = await readyFile();
    const before = await find(old.id);
    const upload = await replacementOf(old);
    expect(await settle(upload.id, 'new', 'rejected')).toMatchObject({ status: 'rejected' });
    expect(await find(old.id)).toEqual(before);
    expect(await usage(old.owner)).toEqual({ bytes: 3, files: 1 });
  });

  it('each of two concurrent replacements becomes a version, one after the other', async () => {
    const old = await readyFile();
    const [one, two] = [await replacementOf(old), await replacementOf(old)];
    await Promise.all([one, two].map(({ id }) => settle(id, `of ${id}`, 'accepted')));
    const [first, second] = [await find(one.id), await find(two.id)];
    const numbers = [first, second].map((upload) => upload?.status === 'merged' && upload.version);
    expect(numbers.toSorted()).toEqual([2, 3]);
    const last = numbers[0] === 3 ? one : two;
    expect(await find(old.id)).toMatchObject({ version: 3, versionId: `of ${last.id}` });
    expect(await usage(old.owner)).toEqual({ bytes: 5, files: 1 });
  });

  it('a content that is kept counts until it is forgotten, once, or until the file is deleted', async () => {
    const old = await readyFile();
    const settleFile = settleFileWith(backend.dynamo, backend.table);
    const keep = { replacedUntil: '2027-01-01T00:00:00.000Z' };
    await settleFile((await replacementOf(old)).id, {
      ...settlement('second', 'accepted'),
      ...keep,
    });
    await settleFile((await replacementOf(old)).id, {
      ...settlement('third', 'accepted'),
      ...keep,
    });
    expect(await usage(old.owner)).toEqual({ bytes: 13, files: 1 });
    const { key, versions } = (await find(old.id)) as ReadyFile;
    expect(versions?.map(({ number }) => number)).toEqual([2, 1]);
    const forget = forgetVersionWith(backend.dynamo, backend.table);
    const tombstone = { at: '2027-01-02T00:00:00.000Z', keptUntil: '2027-03-01T00:00:00.000Z' };
    for (let time = 0; time < 2; time += 1) {
      await forget({ fileId: old.id, number: 1, key: old.key }, tombstone);
      expect(await usage(old.owner)).toEqual({ bytes: 10, files: 1 });
    }
    const second = versions?.[0] ?? expect.fail('no second version');
    await forget({ fileId: old.id, number: 2, key: second.key }, tombstone);
    expect(await find(parseKey(second.key)?.id ?? '')).toMatchObject({ status: 'deleted' });
    expect(await find(old.id)).toMatchObject({ key, version: 3 });
    const known = await find(old.id);
    expect(known && (await removeAsRead(known))).toBe(true);
    expect(await usage(old.owner)).toEqual({ bytes: 0, files: 0 });
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
