// What a replacement changes in the record of a file, and what is kept of its earlier contents, over any number of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPinned, type ReadyFile } from '../../lambdas/domain/file.ts';
import { hasAddress, publicationTask, publicKeyOf } from '../../lambdas/domain/publication.ts';
import { remove } from '../../lambdas/domain/transitions.ts';
import {
  dropVersion,
  keptVersions,
  MAX_KEPT_VERSIONS,
  replaceContent,
  replacedUntil,
  usageDifference,
  usedBytes,
  versionOf,
} from '../../lambdas/domain/versions.ts';
import { deleted, keptUntil, pending, ready as plain, rejected } from './records.ts';

const at = '2026-11-22T12:00:00.000Z';
const publicToken = 'AbCdEfGhIjKlMnOpQrS_-9';
const file: ReadyFile = {
  ...plain,
  title: 'A title',
  caption: 'A caption',
  metadata: { orderId: 'A-1' },
  revision: 3,
  visibility: 'public',
  publicToken,
  publishedAt: plain.readyAt,
};
/** The n-th accepted upload. */
const uploadOf = (n: number, changes: Partial<ReadyFile> = {}): ReadyFile => ({
  ...plain,
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  key: `media/images/upload-${n}.jpg`,
  versionId: `upload ${n}`,
  filename: `photo-${n}.jpg`,
  contentType: 'image/jpeg',
  size: 10 * n,
  readyAt: at,
  ...changes,
});
const upload = uploadOf(1);

describe('a replacement', () => {
  it('changes the content of the file, and nothing by which others know the file', () => {
    const { file: after } = replaceContent(file, upload, { at });
    const { id, owner, collection, createdAt, visibility } = file;
    expect(after).toMatchObject({ id, owner, collection, createdAt, visibility, publicToken });
    const { key, versionId, filename, contentType, size, readyAt } = upload;
    expect(after).toMatchObject({ key, versionId, filename, contentType, size, readyAt });
    expect(after).toMatchObject({ version: 2, revision: 4, status: 'ready' });
  });

  it('changes title, caption and metadata only where the upload has its own', () => {
    const texts = { title: 'A title', caption: 'A caption', metadata: { orderId: 'A-1' } };
    expect(replaceContent(file, upload, { at }).file).toMatchObject(texts);
    const own = { title: '', caption: 'Another', metadata: {} };
    const { title, caption, metadata } = replaceContent(file, uploadOf(1, own), { at }).file;
    expect({ title, caption, metadata }).toEqual(own);
  });

  it('a replacement overwrites the public copy at the same path, and its address is shown in between', () => {
    const { file: after } = replaceContent(file, upload, { at });
    expect(publicationTask(after)).toMatchObject({ task: 'publish' });
    expect(hasAddress(after)).toBe(true);
    const key = publicKeyOf({ ...file, publicToken });
    expect(publicKeyOf({ ...after, publicToken })).toBe(key);
    const next = replaceContent(after, uploadOf(2, { contentType: 'image/gif' }), { at }).file;
    expect(publicKeyOf({ ...next, publicToken })).toBe(key);
    expect(publicKeyOf({ ...remove(next, { at, keptUntil }), publicToken })).toBe(key);
  });

  it('shows no address of a file that had none', () => {
    const { file: after } = replaceContent({ ...file, publishedAt: undefined }, upload, { at });
    expect(hasAddress(after)).toBe(false);
    const secret = { ...file, visibility: 'private', publicToken: undefined } as const;
    expect(replaceContent(secret, upload, { at }).file).not.toHaveProperty('publicExtension');
  });

  it('leaves a record of the upload that names the file and pins its bytes', () => {
    const { merged } = replaceContent(file, upload, { at });
    const { id, key, versionId } = upload;
    expect(merged).toMatchObject({ id, key, versionId, status: 'merged', version: 2 });
    expect(merged.mergedInto).toBe(file.id);
    expect(isPinned(merged, versionId)).toBe(true);
    expect(isPinned(merged, 'another')).toBe(false);
  });

  it('a replacement has the old content purged at once where none is kept', () => {
    const { file: after, outgoing } = replaceContent(file, upload, { at });
    expect(outgoing).toEqual([{ fileId: file.id, number: 1, key: file.key, keptUntil: undefined }]);
    expect(after).not.toHaveProperty('versions');
    expect(isPinned(after, file.versionId)).toBe(false);
  });

  it('keeps the old content until its time, where the collection says so', () => {
    const { file: after, outgoing } = replaceContent(file, upload, {
      at,
      replacedUntil: keptUntil,
    });
    expect(outgoing).toEqual([{ fileId: file.id, number: 1, key: file.key, keptUntil }]);
    expect(after.versions).toMatchObject([
      { number: 1, versionId: 'v1', replacedAt: at, keptUntil },
    ]);
    expect(isPinned(after, file.versionId)).toBe(true);
    const [just, late] = [new Date(Date.parse(keptUntil) - 1), new Date(keptUntil)];
    expect(keptVersions(after, just)).toHaveLength(1);
    expect(keptVersions(after, late)).toEqual([]);
  });
});

it('a file keeps its last contents up to a limit, and has the oldest one purged', () => {
  let now = file;
  for (let n = 1; n <= MAX_KEPT_VERSIONS; n += 1)
    now = replaceContent(now, uploadOf(n), { at, replacedUntil: keptUntil }).file;
  const numbers = (now.versions ?? []).map(({ number }) => number);
  expect(numbers).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  const next = replaceContent(now, uploadOf(11), { at, replacedUntil: keptUntil });
  expect(next.file.versions).toHaveLength(MAX_KEPT_VERSIONS);
  expect(next.outgoing).toEqual([
    { fileId: file.id, number: 11, key: now.key, keptUntil },
    { fileId: file.id, number: 1, key: file.key },
  ]);
});

it.each([
  [undefined, undefined],
  [0, undefined],
  [1, '2026-11-23T12:00:00.000Z'],
])('a content of a collection that keeps %j days is kept until %s', (keepReplacedDays, until) => {
  const collection = keepReplacedDays === undefined ? undefined : ({ keepReplacedDays } as never);
  expect(replacedUntil(collection, new Date(at))).toBe(until);
});

it('a version that a file does not keep is dropped without a change', () => {
  expect(dropVersion(file, 1)).toBe(file);
  const { file: after } = replaceContent(file, upload, { at, replacedUntil: keptUntil });
  expect(dropVersion(after, 7)).toBe(after);
  expect(dropVersion(after, 1)).not.toHaveProperty('versions');
});

it('over any history of replacements and purges, every content is the present one, kept or outgoing, and counted as such', () => {
  const step = fc.oneof(
    fc.record({ keeps: fc.boolean() }),
    fc.record({ purges: fc.integer({ min: 1, max: 30 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let now = file;
      let uploads = 0;
      const due = new Set<number>();
      for (const each of steps) {
        if ('purges' in each) {
          now = dropVersion(now, each.purges);
          due.delete(each.purges);
          if (each.purges < versionOf(now)) due.add(each.purges);
          continue;
        }
        uploads += 1;
        const until = each.keeps ? { replacedUntil: keptUntil } : {};
        const { file: after, outgoing } = replaceContent(now, uploadOf(uploads), { at, ...until });
        for (const { number, keptUntil: time } of outgoing) if (!time) due.add(number);
        now = after;
      }
      const kept = (now.versions ?? []).map(({ number }) => number);
      expect(versionOf(now)).toBe(uploads + 1);
      expect(now.revision).toBe(file.revision + uploads);
      expect(kept).toEqual(kept.toSorted((a, b) => b - a));
      expect(kept.length).toBeLessThanOrEqual(MAX_KEPT_VERSIONS);
      expect([...due, ...kept].toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: uploads }, (_, index) => index + 1),
      );
      const sizes = kept.map((number) => (number === 1 ? file.size : 10 * (number - 1)));
      expect(usedBytes(now)).toBe(now.size + sizes.reduce((sum, size) => sum + size, 0));
    }),
  );
});

describe('the difference of usage', () => {
  const kept = replaceContent(file, uploadOf(3), { at, replacedUntil: keptUntil }).file;

  it('of an edit and of an acceptance is none: a pending file counts already', () => {
    expect(usageDifference(file, { ...file, title: 'Other' })).toEqual({ bytes: 0, files: 0 });
    expect(usageDifference(pending, { ...plain })).toEqual({ bytes: 0, files: 0 });
  });

  it('of a replacement is that of the contents, with those that are kept', () => {
    expect(usageDifference(file, kept)).toEqual({ bytes: 30, files: 0 });
    const purged = replaceContent(file, uploadOf(3), { at }).file;
    expect(usageDifference(file, purged)).toEqual({ bytes: 30 - file.size, files: 0 });
  });

  it('of a rejection and of a deletion is the whole file, with its kept versions', () => {
    expect(usageDifference(pending, rejected)).toEqual({ bytes: -pending.size, files: -1 });
    expect(usageDifference(kept, deleted)).toEqual({ bytes: -(30 + file.size), files: -1 });
  });
});
