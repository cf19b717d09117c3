// Lists by name and by size: what is asked of storage, which combinations are refused, and whose cursors open.
import { beforeEach, expect, it, vi } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import type { Principal } from '../lambdas/domain/access.ts';
import type { FileRecord } from '../lambdas/domain/file.ts';
import type { ListEntry } from '../lambdas/domain/file-order.ts';
import type { ListEntries, ListFiles, ListShared } from '../lambdas/domain/list-ports.ts';
import type { FindFiles } from '../lambdas/domain/ports.ts';
import { settle } from '../lambdas/domain/transitions.ts';
import type { ListRequest } from '../lambdas/http/list-requests.ts';
import { listForCaller } from '../lambdas/list-files/list-files.ts';
import { pendingFile, settlement } from './aws/records.ts';

const rules = { types: ['text/plain' as const], maxBytes: 10 };
const config = defineConfig({
  collections: { private: rules, records: { ...rules, administrators: ['group:staff'] } },
});
const ann: Principal = { sub: 'ann', groups: [] };
const staff: Principal = { sub: 'sam', groups: ['staff'] };

const listFiles = vi.fn<ListFiles>(async () => ({ files: [], next: '2026#1' }));
const listShared = vi.fn<ListShared>(async () => ({ files: [] }));
const listEntries = vi.fn<ListEntries>();
const findFiles = vi.fn<FindFiles>();

const record = (id: string, filename: string, size: number): FileRecord =>
  settle(pendingFile({ id, owner: 'ann', filename, size }), settlement('v1', 'accepted', size));

function store(...files: readonly FileRecord[]) {
  listEntries.mockResolvedValue(files);
  findFiles.mockImplementation(async (ids) => {
    const found = files.filter(({ id }) => ids.includes(id));
    return new Map(found.map((file) => [file.id, file]));
  });
}

beforeEach(() => {
  vi.clearAllMocks();
  store(record('1', 'b.txt', 1), record('2', 'A.txt', 3), record('3', 'c.txt', 2));
});

const list = (request: Partial<ListRequest>, principal: Principal) =>
  listForCaller({ config, listFiles, listShared, listEntries, findFiles, cursorKey: 'key' })(
    { limit: 10, ...request },
    principal,
  );
const idsOf = async (request: Partial<ListRequest>) =>
  (await list(request, ann)).files.map(({ id }) => id);

it.each<[Partial<ListRequest>, string[]]>([
  [{ sort: 'name' }, ['2', '1', '3']],
  [{ sort: 'name', order: 'ascending' }, ['2', '1', '3']],
  [{ sort: 'name', order: 'descending' }, ['3', '1', '2']],
  [{ sort: 'size' }, ['1', '3', '2']],
  [{ sort: 'size', order: 'descending' }, ['2', '3', '1']],
])('lists by %j', async (request, ids) => {
  expect(await idsOf(request)).toEqual(ids);
  expect(listFiles).not.toHaveBeenCalled();
});

it('a list by time is read by its index, whether it names its order or not', async () => {
  for (const request of [
    {},
    { sort: 'time' },
    { order: 'newest' },
    { sort: 'time', order: 'oldest' },
  ] as const) {
    await list(request, ann);
  }
  expect(listFiles.mock.calls.map(([{ order }]) => order)).toEqual([
    undefined,
    undefined,
    'newest',
    'oldest',
  ]);
  expect(listEntries).not.toHaveBeenCalled();
});

it('a cursor by time that an earlier release gave still opens, since time is what a list is sorted by without sort', async () => {
  const { nextCursor: cursor } = await list({}, ann);
  await list({ sort: 'time', cursor }, ann);
  expect(listFiles.mock.lastCall?.[0].after).toBe('2026#1');
});

it('the filters and the scope of a list by time are those of a list by name', async () => {
  const request = { collection: 'records', status: 'ready', type: 'image/*', search: 'x' } as const;
  await list({ ...request, scope: 'all', sort: 'name' }, staff);
  expect(listEntries).toHaveBeenCalledExactlyOnceWith({
    collection: 'records',
    status: 'ready',
    type: 'image/*',
    name: undefined,
    search: [['x', 'X']],
    most: 5_000,
  });
});

it('only the records of one page are read', async () => {
  const { nextCursor: cursor } = await list({ sort: 'size', limit: 2 }, ann);
  expect(findFiles).toHaveBeenCalledExactlyOnceWith(['1', '3']);
  const { files, nextCursor } = await list({ sort: 'size', limit: 2, cursor }, ann);
  expect(files.map(({ id }) => id)).toEqual(['2']);
  expect(nextCursor).toBeUndefined();
});

it('a file that was deleted or has another status since its entry was read is left out', async () => {
  const gone: ListEntry = { id: '0', filename: 'gone.txt', size: 9 };
  const [ready, pending] = [record('1', 'a', 1), pendingFile({ id: '2', filename: 'b' })];
  const deleted = { ...record('3', 'c', 1), status: 'deleted' } as FileRecord;
  const merged = { ...record('4', 'd', 1), status: 'merged' } as FileRecord;
  store(ready, pending, deleted, merged);
  listEntries.mockResolvedValue([gone, ready, pending, deleted, merged]);
  expect(await idsOf({ sort: 'name' })).toEqual(['1', '2']);
  expect(await idsOf({ sort: 'name', status: 'pending' })).toEqual(['2']);
});

it('a list that is too long is refused, with what to do instead', async () => {
  listEntries.mockResolvedValue(undefined);
  await expect(list({ sort: 'size' }, ann)).rejects.toMatchObject({
    code: 'list_too_long',
    message: expect.stringMatching(/more than 5,000 entries.*Leave out sort.*narrow it down/),
    details: { limit: 5_000 },
  });
  const everyones = { collection: 'records', scope: 'all', sort: 'name' } as const;
  await expect(list(everyones, staff)).rejects.toMatchObject({
    code: 'list_too_long',
    message: expect.stringContaining('List the files of one owner, or leave out sort'),
  });
  expect(findFiles).not.toHaveBeenCalled();
});

it.each<Partial<ListRequest>>([
  { order: 'ascending' },
  { sort: 'time', order: 'descending' },
  { sort: 'name', order: 'newest' },
  { sort: 'size', order: 'oldest' },
  { shared: 'me', sort: 'name' },
  { shared: 'me', sort: 'time' },
])('refuses the order of %j', async (request) => {
  await expect(list(request, ann)).rejects.toMatchObject({ code: 'invalid_request' });
  expect(listEntries).not.toHaveBeenCalled();
});

it('callers who may not list a collection may not list it by name', async () => {
  const request = { collection: 'records', scope: 'all', sort: 'name' } as const;
  await expect(list(request, ann)).rejects.toMatchObject({ code: 'forbidden' });
  expect(listEntries).not.toHaveBeenCalled();
});

it('a cursor by name opens no list of another caller, order or filter', async () => {
  const { nextCursor: cursor } = await list({ sort: 'name', limit: 1 }, ann);
  if (!cursor) expect.fail('no cursor');
  expect(cursor.length).toBeLessThan(2048);
  const others: [Partial<ListRequest>, Principal][] = [
    [{ sort: 'name' }, staff],
    [{ sort: 'size' }, ann],
    [{ sort: 'name', order: 'descending' }, ann],
    [{ sort: 'name', status: 'ready' }, ann],
    [{ sort: 'time' }, ann],
    [{}, ann],
  ];
  for (const [request, principal] of others) {
    await expect(list({ ...request, cursor }, principal)).rejects.toMatchObject({
      code: 'invalid_request',
      details: { issues: [expect.objectContaining({ field: 'cursor' })] },
    });
  }
  const { nextCursor: byTime } = await list({}, ann);
  await expect(list({ sort: 'name', cursor: byTime }, ann)).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

it('the cursor behind the longest name is no longer than a request may have', async () => {
  const name = '"'.repeat(255);
  store(record(crypto.randomUUID(), name, Number.MAX_SAFE_INTEGER), record('2', `${name}b`, 1));
  const { nextCursor } = await list({ sort: 'name', limit: 1 }, ann);
  expect(nextCursor?.length).toBeLessThan(2048);
});
