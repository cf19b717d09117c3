import { expect, it } from 'vitest';
import { draftOf, dropDraft, keepDraft } from '../../web/drafts.ts';

const saved = { title: 'Old', caption: '' };

it('the draft of each file is kept until it is dropped', () => {
  keepDraft('a', { title: 'New', caption: '' }, saved);
  keepDraft('b', { title: 'Old', caption: 'More' }, saved);
  expect(draftOf('a')).toEqual({ title: 'New', caption: '' });
  expect(draftOf('b')).toEqual({ title: 'Old', caption: 'More' });
  dropDraft('a');
  expect(draftOf('a')).toBeUndefined();
  expect(draftOf('b')).toBeDefined();
});

it('a draft that equals the texts of the file is not kept', () => {
  keepDraft('c', { title: 'New', caption: '' }, saved);
  keepDraft('c', saved, saved);
  expect(draftOf('c')).toBeUndefined();
});
