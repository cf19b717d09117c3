// GET /files: whose files each caller may list, and that a cursor belongs to its caller and its list.
import { expect, it, vi } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import type { Principal } from '../lambdas/domain/access.ts';
import type { ListEntries, ListFiles, ListShared } from '../lambdas/domain/list-ports.ts';
import type { FindFiles } from '../lambdas/domain/ports.ts';
import type { ListRequest } from '../lambdas/http/list-requests.ts';
import { listForCaller } from '../lambdas/list-files/list-files.ts';

const base = { types: ['text/plain'], maxBytes: 1000 };
const config = defineConfig({
  collections: {
    private: base,
    records: { ...base, administrators: ['group:staff'] },
    contracts: { ...base, readers: ['group:legal'], administrators: ['group:staff'] },
    notices: { ...base, readers: ['authenticated'] },
  },
});
const ann: Principal = { sub: 'ann', groups: [] };
const staff: Principal = { sub: 'sam', groups: ['staff'] };
const legal: Principal = { sub: 'lea', groups: ['legal'] };

const listFiles = vi.fn<ListFiles>(async () => ({ files: [], next: '2026#1' }));
const listShared = vi.fn<ListShared>(async () => ({ files: [] }));
const listEntries = vi.fn<ListEntries>();
const findFiles = vi.fn<FindFiles>();
const list = (request: Partial<ListRequest>, principal: Principal) =>
  listForCaller({ config, listFiles, listShared, listEntries, findFiles, cursorKey: 'key' })(
    { limit: 10, ...request },
    principal,
  );
const scopeOf = async (request: Partial<ListRequest>, principal: Principal) => {
  await list(request, principal);
  const query = listFiles.mock.lastCall?.[0] ?? expect.fail('nothing was listed');
  const within = 'within' in query ? query.within : undefined;
  return { owner: query.owner, collection: query.collection, within };
};

it('a caller lists their own files, in any collection', async () => {
  const own = { owner: 'ann', collection: undefined, within: undefined };
  expect(await scopeOf({}, ann)).toEqual(own);
  expect(await scopeOf({ owner: 'ann' }, ann)).toEqual(own);
  expect(await scopeOf({ collection: 'private' }, ann)).toEqual({ ...own, collection: 'private' });
});

it('administrators and readers list everyone’s files of their collection', async () => {
  const all = { owner: undefined, within: undefined };
  const scope = 'all';
  for (const [collection, principal] of [
    ['records', staff],
    ['contracts', staff],
    ['contracts', legal],
    ['notices', ann],
  ] as const) {
    expect(await scopeOf({ collection, scope }, principal)).toEqual({ ...all, collection });
  }
});

it('administrators and readers list another owner’s files in their collections alone', async () => {
  const of = { owner: 'ann', collection: undefined };
  const within = ['records', 'contracts', 'notices'];
  expect(await scopeOf({ owner: 'ann' }, staff)).toEqual({ ...of, within });
  expect(await scopeOf({ owner: 'ann' }, legal)).toEqual({
    ...of,
    within: ['contracts', 'notices'],
  });
  expect(await scopeOf({ owner: 'ann', collection: 'contracts' }, legal)).toEqual({
    owner: 'ann',
    collection: 'contracts',
    within: undefined,
  });
});

it.each<[Partial<ListRequest>, Principal]>([
  [{ scope: 'all', collection: 'private' }, staff],
  [{ scope: 'all', collection: 'records' }, legal],
  [{ scope: 'all', collection: 'unknown' }, staff],
  [{ scope: 'all', collection: 'toString' }, staff],
  [{ owner: 'ann', collection: 'private' }, staff],
  [{ owner: 'sam', collection: 'records' }, ann],
])(
  'refuses the list %j to a caller who may not read the collection',
  async (request, principal) => {
    listFiles.mockClear();
    await expect(list(request, principal)).rejects.toMatchObject({ code: 'forbidden' });
    expect(listFiles).not.toHaveBeenCalled();
  },
);

it.each<Partial<ListRequest>>([
  { scope: 'all' },
  { scope: 'all', owner: 'ann', collection: 'records' },
  { shared: 'me', order: 'oldest' },
  { shared: 'me', name: 'a' },
  { shared: 'me', search: 'a' },
  { shared: 'group:legal' },
])('refuses %j, which does not say one list', async (request) => {
  await expect(list(request, staff)).rejects.toMatchObject({ code: 'invalid_request' });
});

it('a cursor opens no list of another caller, scope, filter or order', async () => {
  const request = { collection: 'contracts', scope: 'all', type: 'text/plain' } as const;
  const { nextCursor: cursor } = await list(request, staff);
  if (!cursor) expect.fail('no cursor');
  await list({ ...request, cursor }, staff);
  expect(listFiles.mock.lastCall?.[0].after).toBe('2026#1');
  for (const [other, principal] of [
    [request, legal],
    [{ ...request, type: 'image/png' }, staff],
    [{ ...request, name: 'a' }, staff],
    [{ ...request, search: 'a' }, staff],
    [{ ...request, order: 'oldest' }, staff],
    [{ ...request, collection: 'records' }, staff],
    [{ collection: 'contracts', type: 'text/plain' }, staff],
    [{ collection: 'contracts', type: 'text/plain', owner: 'ann' }, staff],
  ] as const) {
    await expect(list({ ...other, cursor }, principal)).rejects.toMatchObject({
      code: 'invalid_request',
    });
  }
});

it.each<[Partial<ListRequest>, Partial<ListRequest>]>([
  [{}, { order: 'newest' }],
  [{}, { sort: 'time', order: 'newest' }],
  [{ sort: 'time' }, {}],
])('a cursor of the list %j opens %j, which is the same list', async (one, other) => {
  const { nextCursor: cursor } = await list(one, ann);
  if (!cursor) expect.fail('no cursor');
  await list({ ...other, cursor }, ann);
  expect(listFiles.mock.lastCall?.[0].after).toBe('2026#1');
});

it('a cursor of a list by name opens the same list with its order stated', async () => {
  listEntries.mockResolvedValue([
    { id: 'a', filename: 'a', size: 1 },
    { id: 'b', filename: 'b', size: 1 },
  ]);
  findFiles.mockResolvedValue(new Map());
  const { nextCursor: cursor } = await list({ sort: 'name', limit: 1 }, ann);
  if (!cursor) expect.fail('no cursor');
  const stated = { sort: 'name', limit: 1, cursor } as const;
  await expect(list({ ...stated, order: 'ascending' }, ann)).resolves.toBeDefined();
  await expect(list({ ...stated, order: 'descending' }, ann)).rejects.toMatchObject({
    code: 'invalid_request',
  });
});

it('a filter finds names whichever way their accents are written', async () => {
  await list({ name: 'Cafe\u0301', search: 'cafe\u0301' }, ann);
  expect(listFiles.mock.lastCall?.[0].name).toBe('Caf\u00e9');
  expect(listFiles.mock.lastCall?.[0].search).toEqual([
    ['cafe\u0301', 'caf\u00e9', 'CAF\u00c9', 'Caf\u00e9'],
  ]);
});
