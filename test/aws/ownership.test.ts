// The contracts of what ownership rests on: quota, tombstones, edits and replacements, on a real DynamoDB engine.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { filesInTable } from './files-in-table.ts';
import { pendingFile } from './records.ts';

const { backend, add, find, settle, usage, edit, tombstoneOf, removeAsRead } = await filesInTable();

describe('the quota', () => {
  it('a quota can be used to the last byte and file, and no further', async () => {
    const owner = randomUUID();
    const limits = { bytes: 10, files: 3 };
    expect(await add(pendingFile({ owner, size: 4 }), limits)).toEqual({ outcome: 'added' });
    const used = { bytes: 4, files: 1 };
    expect(await add(pendingFile({ owner, size: 7 }), limits)).toEqual({
      outcome: 'no_room',
      used,
    });
    expect(await usage(owner)).toEqual(used);
    expect(await add(pendingFile({ owner, size: 6 }), limits)).toEqual({ outcome: 'added' });
    expect(await usage(owner)).toEqual({ bytes: 10, files: 2 });
    const wider = { bytes: 100, files: 2 };
    expect(await add(pendingFile({ owner, size: 1 }), wider)).toMatchObject({ outcome: 'no_room' });
  });

  it('writes no record where there is no room', async () => {
    const owner = randomUUID();
    await add(pendingFile({ owner, size: 5 }), { bytes: 5, files: 9 });
    const refused = pendingFile({ owner, size: 1 });
    await add(refused, { bytes: 5, files: 9 });
    expect(await find(refused.id)).toBeUndefined();
  });

  it('two hundred simultaneous uploads do not exceed the quota of bytes', async () => {
    const owner = randomUUID();
    const files = Array.from({ length: 200 }, (_, index) =>
      pendingFile({ owner, size: 1 + (index % 7) }),
    );
    const limits = { bytes: 101, files: 1000 };
    const answers = await Promise.all(files.map((file) => add(file, limits)));
    const added = files.filter((_, index) => answers[index]?.outcome === 'added');
    const bytes = added.reduce((sum, { size }) => sum + size, 0);
    expect(await usage(owner)).toEqual({ bytes, files: added.length });
    expect(bytes).toBeLessThanOrEqual(101);
    for (const [index, answer] of answers.entries()) {
      if (answer.outcome !== 'no_room') continue;
      expect(answer.used.bytes + (files[index]?.size ?? 0)).toBeGreaterThan(101);
    }
  });

  it('simultaneous uploads do not exceed the quota of files', async () => {
    const owner = randomUUID();
    const limits = { bytes: 10_000, files: 5 };
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => add(pendingFile({ owner }), limits)),
    );
    expect(answers.filter(({ outcome }) => outcome === 'added')).toHaveLength(5);
    expect(await usage(owner)).toEqual({ bytes: 25, files: 5 });
  });

  it.each(['rejected', 'deleted'] as const)(
    'a file that is %s releases its quota exactly once',
    async (end) => {
      const file = pendingFile({ size: 7 });
      await add(file);
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          end === 'deleted' ? removeAsRead(file) : settle(file.id, `v${index}`, 'rejected', 7),
        ),
      );
      expect(await find(file.id)).toMatchObject({ status: end });
      expect(await usage(file.owner)).toEqual({ bytes: 0, files: 0 });
    },
  );

  it('deleting a rejected file does not release its quota again', async () => {
    const file = pendingFile();
    await add(file);
    const rejected = await settle(file.id, 'v1', 'rejected');
    expect(rejected && (await removeAsRead(rejected))).toBe(true);
    expect(await usage(file.owner)).toEqual({ bytes: 0, files: 0 });
  });
});

describe('removing', () => {
  it('writes exactly the tombstone, and takes the file out of every list', async () => {
    const file = pendingFile({ title: 'A title' });
    await add(file);
    expect(await removeAsRead(file)).toBe(true);
    expect(await find(file.id)).toEqual(JSON.parse(JSON.stringify(tombstoneOf(file))));
    expect((await backend.list({ limit: 10 }, { sub: file.owner, groups: [] })).files).toEqual([]);
  });

  it('changes nothing over a record that was settled, edited or removed since it was read', async () => {
    const [settled, edited, removed] = [pendingFile(), pendingFile(), pendingFile()];
    for (const file of [settled, edited, removed]) await add(file);
    await settle(settled.id, 'v1', 'accepted');
    await edit(edited.id, { title: 'New', revision: 1 });
    await removeAsRead(removed);
    for (const file of [settled, edited, removed]) {
      const before = [await find(file.id), await usage(file.owner)];
      expect(await removeAsRead(file)).toBe(false);
      expect([await find(file.id), await usage(file.owner)]).toEqual(before);
    }
  });

  it('against settling: exactly one of the two wins, and the usage is right', async () => {
    for (let round = 0; round < 20; round += 1) {
      const file = pendingFile();
      await add(file);
      const [isRemoved, settled] = await Promise.all([
        removeAsRead(file),
        settle(file.id, 'v1', round % 2 ? 'accepted' : 'rejected'),
      ]);
      expect(settled?.status === 'deleted').toBe(isRemoved);
      const counts = settled?.status === 'ready';
      expect(await usage(file.owner)).toEqual({ bytes: counts ? 5 : 0, files: counts ? 1 : 0 });
    }
  });
});
