import { expect, test } from 'vitest';
import { type FilterValues, isListed, listQuery } from '../../web/list-query.ts';
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
