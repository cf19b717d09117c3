// Lists of files on a real DynamoDB engine: which index holds a file, and how much one page reads.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Item, itemOf } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { listFilesWith } from '../../lambdas/aws/dynamodb/list-files.ts';
import { filterOf } from '../../lambdas/aws/dynamodb/list-filter.ts';
import type { FileRecord, PendingFile } from '../../lambdas/domain/file.ts';
import type { ListFiles, ListQuery } from '../../lambdas/domain/list-ports.ts';
import { searchedWords } from '../../lambdas/domain/search.ts';
import { applyScan, settle } from '../../lambdas/domain/transitions.ts';
import { startTestDynamo, type TestDynamo } from './dynamo.ts';
import { pendingFile, settlement } from './records.ts';
import { writeItems } from './write-items.ts';

let dynamo: TestDynamo;
let list: ListFiles;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  list = listFilesWith(dynamo.client, dynamo.tableName);
});
afterAll(() => dynamo[Symbol.asyncDispose]());

const write = (items: readonly Item[]) => writeItems(dynamo, items);

/** A file that was created in this second of a day. */
const fileOf = (owner: string, second: number, changes: Partial<PendingFile> = {}) =>
  pendingFile({
    owner,
    createdAt: new Date(Date.UTC(2026, 10, 22, 0, 0, second)).toISOString(),
    ...changes,
  });

const ready = (file: PendingFile): FileRecord => settle(file, settlement('v1', 'accepted'));

const held = (file: PendingFile): FileRecord =>
  applyScan(
    settle(file, {
      ...settlement('v1', 'accepted'),
      scan: { onUnscannable: 'hold', timeoutHours: 24 },
    }),
    {
      result: { engine: 'clamd', outcome: 'failed', versionId: 'v1' },
      onUnscannable: 'hold',
      at: file.createdAt,
      keptUntil: file.createdAt,
    },
  );

/** The ids of each page to the last. */
async function pagesOf(query: ListQuery): Promise<string[][]> {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await list({ ...query, after });
    pages.push(page.files.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return pages;
}

const newestFirst = (files: readonly FileRecord[]) =>
  files.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(({ id }) => id);

it.each([1, 3, 7, 100])(
  'pending, held and settled files are one list, newest first and each once, in pages of %i',
  async (limit) => {
    const owner = randomUUID();
    const files = Array.from({ length: 20 }, (_, second) => {
      const file = fileOf(owner, second);
      if (second % 5 === 0) return held(file);
      return second % 3 === 0 ? file : ready(file);
    });
    await write([...files, fileOf(randomUUID(), 5)].map(itemOf));
    const pages = await pagesOf({ owner, limit });
    expect(pages.flat()).toEqual(newestFirst(files));
    for (const page of pages.slice(0, -1)) expect(page).toHaveLength(limit);
  },
);

it('files that were created in the same millisecond are each listed once', async () => {
  const owner = randomUUID();
  const files = Array.from({ length: 9 }, (_, number) =>
    number % 2 ? fileOf(owner, 1) : ready(fileOf(owner, 1)),
  );
  await write(files.map(itemOf));
  const ids = (await pagesOf({ owner, limit: 2 })).flat();
  expect(ids.toSorted()).toEqual(files.map(({ id }) => id).toSorted());
});

it('a list by status shows a held file as pending', async () => {
  const owner = randomUUID();
  const files = [fileOf(owner, 1), held(fileOf(owner, 2)), ready(fileOf(owner, 3))];
  await write(files.map(itemOf));
  const [one, two, three] = files.map(({ id }) => id);
  expect(await pagesOf({ owner, status: 'pending', limit: 10 })).toEqual([[two, one]]);
  expect(await pagesOf({ owner, status: 'ready', limit: 10 })).toEqual([[three]]);
});

it('a page reads a bounded number of entries, and a rare file is found on a later page', async () => {
  const owner = randomUUID();
  const others = Array.from({ length: 1300 }, (_, second) => ready(fileOf(owner, second + 1)));
  const rare = ready(fileOf(owner, 0, { collection: 'documents' }));
  await write([rare, ...others].map(itemOf));
  const pages = await pagesOf({ owner, collection: 'documents', limit: 50 });
  expect(pages.flat()).toEqual([rare.id]);
  expect(pages.length).toBeGreaterThan(1);
  const all = await list({ owner, collection: 'images', limit: 50 });
  expect(all.files.map(({ id }) => id)).toEqual(newestFirst(others).slice(0, 50));
});

it('lists everyone’s settled and held files of one collection, from either end', async () => {
  const collection = randomUUID();
  const files = Array.from({ length: 10 }, (_, second) => {
    const file = fileOf(randomUUID(), second, { collection });
    return second % 3 ? ready(file) : held(file);
  });
  const uploading = fileOf(randomUUID(), 11, { collection });
  await write([...files, uploading, ready(fileOf(randomUUID(), 5))].map(itemOf));
  const newest = newestFirst(files);
  for (const limit of [1, 4, 100]) {
    expect((await pagesOf({ collection, limit })).flat()).toEqual(newest);
    const oldest = await pagesOf({ collection, order: 'oldest', limit });
    expect(oldest.flat()).toEqual(newest.toReversed());
  }
  const waiting = (await pagesOf({ collection, status: 'pending', limit: 10 })).flat();
  expect(waiting).toEqual(newestFirst(files.filter(({ status }) => status === 'pending')));
});

it('lists an owner’s pending and settled files from the oldest on, each once', async () => {
  const owner = randomUUID();
  const files = Array.from({ length: 10 }, (_, second) =>
    second % 2 ? ready(fileOf(owner, second)) : fileOf(owner, second),
  );
  await write(files.map(itemOf));
  for (const limit of [1, 3, 100]) {
    const oldest = await pagesOf({ owner, order: 'oldest', limit });
    expect(oldest.flat()).toEqual(newestFirst(files).toReversed());
  }
});

it('filters by type, family of types, beginning of the name, and collections', async () => {
  const owner = randomUUID();
  const photo = fileOf(owner, 1, { filename: 'holiday.png' });
  const image = fileOf(owner, 2, { filename: 'Holiday.webp', contentType: 'image/webp' });
  const text = fileOf(owner, 3, {
    filename: 'holiday.txt',
    contentType: 'text/plain',
    collection: 'documents',
  });
  await write([photo, image, text].map(itemOf));
  const ids = async (query: object) => (await pagesOf({ owner, limit: 10, ...query })).flat();
  expect(await ids({ type: 'image/png' })).toEqual([photo.id]);
  expect(await ids({ type: 'image/*' })).toEqual([image.id, photo.id]);
  expect(await ids({ type: 'imag' })).toEqual([]);
  expect(await ids({ name: 'holiday.' })).toEqual([text.id, photo.id]);
  expect(await ids({ search: [['OLIDAY', 'oliday']] })).toEqual([text.id, image.id, photo.id]);
  expect(await ids({ search: [['.png']], type: 'image/*' })).toEqual([photo.id]);
  expect(await ids({ search: [['.webp', '.png'], ['Hol']] })).toEqual([image.id]);
  expect(await ids({ search: [['nothing']] })).toEqual([]);
  expect(await ids({ within: ['documents', 'videos'] })).toEqual([text.id]);
  expect(await ids({ within: ['images', 'documents'], name: 'h' })).toEqual([text.id, photo.id]);
  expect(await ids({ collection: 'images', type: 'image/webp', name: 'Hol' })).toEqual([image.id]);
});

it('the longest filter fits into an expression of DynamoDB', () => {
  const within = Array.from({ length: 100 }, (_, index) => `collection${index}`);
  const search = searchedWords('Année.É 2.É 3.É 4.É 5.É');
  const { expression } = filterOf({
    ...{ owner: 'ann', within, search, name: 'a', type: 'image/*', status: 'ready' },
  });
  // DynamoDB Developer Guide, "Quotas": the length of an expression.
  expect(expression?.length).toBeLessThanOrEqual(4096);
});
