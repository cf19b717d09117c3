import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListQuery } from '../../client/contract.ts';
import { type FilterValues, isBefore, isListed, listQuery } from '../../web/list-query.ts';
import { fileRecord } from './file-record.ts';

const none: FilterValues = {
  search: '',
  type: '',
  collection: '',
  status: '',
  owner: '',
  order: 'newest',
};

const file = fileRecord({ filename: 'Harbour.png', title: 'At night', size: 1 });

test('without filters, the query asks for all files of the user', () => {
  expect(listQuery(none, undefined, 'images')).toEqual({});
});

test('each filter becomes a parameter of the query', () => {
  const filters = { ...none, search: 'a', type: 'image/*', collection: 'images' };
  expect(listQuery({ ...filters, status: 'ready', order: 'oldest' }, undefined, '')).toEqual({
    search: 'a',
    type: 'image/*',
    collection: 'images',
    status: 'ready',
    order: 'oldest',
  });
});

test.each([
  ['newest', {}],
  ['nameAscending', { sort: 'name' }],
  ['nameDescending', { sort: 'name', order: 'descending' }],
  ['largest', { sort: 'size', order: 'descending' }],
  ['smallest', { sort: 'size' }],
] as const)('the order %s becomes the query %j', (order, query) => {
  expect(listQuery({ ...none, order }, undefined, '')).toEqual(query);
});

test.each([
  [{}, 'b c a'],
  [{ order: 'oldest' }, 'a c b'],
  [{ sort: 'name' }, 'c b a'],
  [{ sort: 'name', order: 'descending' }, 'a b c'],
  [{ sort: 'size' }, 'a b c'],
  [{ sort: 'size', order: 'descending' }, 'c b a'],
] as const)('the list of %j is in the order %s', (query, expected) => {
  const files = [
    fileRecord({ id: 'a', filename: 'Photo 10.png', size: 1, createdAt: '2026-11-22T11:00:00Z' }),
    fileRecord({ id: 'b', filename: 'photo 9.png', size: 20, createdAt: '2026-11-22T13:00:00Z' }),
    fileRecord({ id: 'c', filename: 'Beach.png', size: 100, createdAt: '2026-11-22T12:00:00Z' }),
  ];
  const sorted = files.toSorted((one, other) => (isBefore(one, other, query) ? -1 : 1));
  expect(sorted.map(({ id }) => id).join(' ')).toBe(expected);
});

test('in every order, of two files exactly one comes before the other, also with equal names, sizes and times', () => {
  const order = fc.constantFrom<ListQuery>(
    {},
    { order: 'oldest' },
    { sort: 'name' },
    { sort: 'size', order: 'descending' },
  );
  const drawn = fc.record({
    filename: fc.constantFrom('Photo 1.png', 'photo 1.png', 'Photo 2.png'),
    size: fc.constantFrom(1, 20),
    createdAt: fc.constantFrom('2026-11-22T11:00:00Z', '2026-11-22T12:00:00Z'),
  });
  fc.assert(
    fc.property(drawn, drawn, order, (one, other, query) => {
      const first = fileRecord({ ...one, id: 'a' });
      const second = fileRecord({ ...other, id: 'b' });
      expect(isBefore(first, second, query)).toBe(!isBefore(second, first, query));
      expect(isBefore(first, first, query)).toBe(false);
    }),
  );
});

test('files that are shared with the user are listed without filters', () => {
  expect(listQuery({ ...none, search: 'a' }, 'me', '')).toEqual({ shared: 'me' });
});

test('everyone’s files are listed in one collection, and an owner’s in each', () => {
  expect(listQuery(none, 'all', 'images')).toEqual({ scope: 'all', collection: 'images' });
  expect(listQuery({ ...none, owner: 'bob' }, 'all', 'images')).toEqual({ owner: 'bob' });
  expect(listQuery({ ...none, owner: 'bob' }, undefined, 'images')).toEqual({});
});

test('a file is in the list of its owner when each filter matches', () => {
  expect(isListed(file, {}, 'alice')).toBe(true);
  expect(isListed(file, { search: 'harbour' }, 'alice')).toBe(true);
  expect(isListed(file, { search: 'NIGHT', type: 'image/*' }, 'alice')).toBe(true);
  expect(isListed(file, { search: 'night harbour.png' }, 'alice')).toBe(true);
});

test.each([
  [{}, 'bob'],
  [{ search: 'day' }, 'alice'],
  [{ type: 'image/gif' }, 'alice'],
  [{ type: 'imag/*' }, 'alice'],
  [{ collection: 'documents' }, 'alice'],
  [{ status: 'rejected' }, 'alice'],
  [{ shared: 'me' }, 'alice'],
  [{ owner: 'bob' }, 'alice'],
] as const)('a file is not in the list of %j for %s', (query, sub) => {
  expect(isListed(file, query, sub)).toBe(false);
});
