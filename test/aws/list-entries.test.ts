// The entries of whole lists on a real DynamoDB engine: what is in them, what is read, and where reading ends.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Item, itemOf, toItem } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { listEntriesWith } from '../../lambdas/aws/dynamodb/list-entries.ts';
import type { FileRecord, PendingFile } from '../../lambdas/domain/file.ts';
import type { ListEntries } from '../../lambdas/domain/list-ports.ts';
import { settle } from '../../lambdas/domain/transitions.ts';
import { startTestDynamo, type TestDynamo } from './dynamo.ts';
import { pendingFile, settlement } from './records.ts';
import { writeItems } from './write-items.ts';

let dynamo: TestDynamo;
let listEntries: ListEntries;
/** What the Queries of a test asked for and what they read. */
let queries: { readonly index: string; readonly scanned: number }[] = [];

beforeAll(async () => {
  dynamo = await startTestDynamo();
  listEntries = listEntriesWith(dynamo.client, dynamo.tableName);
  dynamo.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName === 'QueryCommand') {
          const { IndexName: index = '' } = args.input as { IndexName?: string };
          const { ScannedCount: scanned = 0 } = answer.output as { ScannedCount?: number };
          queries.push({ index, scanned });
        }
        return answer;
      },
    { step: 'initialize' },
  );
});
afterAll(() => dynamo[Symbol.asyncDispose]());
afterEach(() => {
  queries = [];
});

const write = (items: readonly Item[]) => writeItems(dynamo, items);

const ready = (changes: Partial<PendingFile>): FileRecord => {
  const file = pendingFile(changes);
  return settle(file, settlement('v1', 'accepted', file.size));
};
const entryOf = ({ id, filename, size }: FileRecord) => ({ id, filename, size });
const byId = (entries: readonly { readonly id: string }[] = []) =>
  entries.toSorted((one, other) => (one.id < other.id ? -1 : 1));

it('an owner’s entries are those of the pending and the settled files, with name and size alone', async () => {
  const owner = randomUUID();
  const files = [
    pendingFile({ owner, filename: 'waiting.png', size: 1 }),
    ready({ owner, filename: 'done.png', size: 2 }),
    ready({ owner, filename: 'words.txt', size: 3, collection: 'documents' }),
  ];
  await write([...files, ready({})].map(itemOf));
  expect(byId(await listEntries({ owner, most: 10 }))).toEqual(byId(files.map(entryOf)));
  expect(queries.map(({ index }) => index)).toEqual(['ownerFilesByStatus', 'ownerFiles']);
});

it('filters leave entries out as they do in a list by time', async () => {
  const owner = randomUUID();
  const waiting = pendingFile({ owner, filename: 'a.png' });
  const photo = ready({ owner, filename: 'holiday.png' });
  const text = {
    ...ready({ owner, filename: 'size.txt', collection: 'documents' }),
    contentType: 'text/plain',
  };
  await write([waiting, photo, text].map(itemOf));
  const ids = async (filter: object) =>
    byId(await listEntries({ owner, most: 10, ...filter })).map(({ id }) => id);
  expect(await ids({ status: 'pending' })).toEqual([waiting.id]);
  expect(await ids({ status: 'ready', type: 'image/*' })).toEqual([photo.id]);
  expect(await ids({ name: 'hol' })).toEqual([photo.id]);
  expect(await ids({ search: [['ize', 'IZE']] })).toEqual([text.id]);
  expect(await ids({ within: ['documents'] })).toEqual([text.id]);
  expect(await ids({ collection: 'documents', type: 'text/plain' })).toEqual([text.id]);
  expect(await ids({ name: 'nothing' })).toEqual([]);
});

it('a collection’s entries are everyone’s settled files of it', async () => {
  const collection = randomUUID();
  const files = [ready({ collection, filename: '1.png' }), ready({ collection, size: 7 })];
  await write([...files, pendingFile({ collection }), ready({})].map(itemOf));
  expect(byId(await listEntries({ collection, most: 10 }))).toEqual(byId(files.map(entryOf)));
});

it('a list of as many entries as may be read is whole, and one more is none', async () => {
  const owner = randomUUID();
  const files = Array.from({ length: 6 }, (_, number) =>
    number % 2 ? ready({ owner }) : pendingFile({ owner }),
  );
  await write(files.map(itemOf));
  expect(await listEntries({ owner, most: 6 })).toHaveLength(6);
  for (const most of [5, 3, 2, 1]) {
    queries = [];
    expect(await listEntries({ owner, most })).toBeUndefined();
    const read = queries.reduce((sum, { scanned }) => sum + scanned, 0);
    expect(read).toBe(most + 1);
  }
  // What a filter leaves out is read as well.
  expect(await listEntries({ owner, name: 'no', most: 5 })).toBeUndefined();
  expect(await listEntries({ owner, name: 'no', most: 6 })).toEqual([]);
});

it('a list of several megabytes is read to its end', async () => {
  const owner = randomUUID();
  const caption = 'x'.repeat(20_000);
  const files = Array.from({ length: 120 }, (_, size) => ready({ owner, size, caption }));
  await write(files.map(itemOf));
  expect(byId(await listEntries({ owner, most: 120 }))).toEqual(byId(files.map(entryOf)));
  expect(queries.length).toBeGreaterThan(3);
});

it('what release 0.1 wrote into the index of pending files is no entry', async () => {
  const owner = randomUUID();
  const file = ready({ owner });
  const old = { ...itemOf(file), ...toItem({ statusAt: `ready#${file.createdAt}#${file.id}` }) };
  await write([old]);
  expect(await listEntries({ owner, most: 1 })).toEqual([entryOf(file)]);
});
