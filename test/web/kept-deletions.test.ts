// @vitest-environment happy-dom
// Tests that deletions are kept for the same person and taken once.
import { beforeEach, expect, it } from 'vitest';
import { keepDeletions, takeKeptDeletions } from '../../web/kept-deletions.ts';
import { fileRecord } from './file-record.ts';

const files = ['a', 'b'].map((id) => fileRecord({ id }));

beforeEach(() => sessionStorage.clear());

it('what a page has kept is taken by the next one, once', () => {
  keepDeletions('alice', files);
  expect(takeKeptDeletions('alice')).toEqual(files);
  expect(takeKeptDeletions('alice')).toEqual([]);
});

it('nothing is kept without a deletion, and what was kept before is forgotten', () => {
  keepDeletions('alice', files);
  keepDeletions('alice', []);
  expect(sessionStorage.length).toBe(0);
});

it('another person does not delete them', () => {
  keepDeletions('alice', files);
  expect(takeKeptDeletions('bob')).toEqual([]);
  expect(sessionStorage.length).toBe(0);
});
