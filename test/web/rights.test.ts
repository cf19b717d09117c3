import { describe, expect, it } from 'vitest';
import { mayManage, mayPublish } from '../../web/rights.ts';

const collections = {
  documents: { types: [], maxBytes: 1, administrators: ['group:staff'], publishers: [] },
  board: { types: [], maxBytes: 1, administrators: ['authenticated'], publishers: ['owner'] },
  diary: { types: [], maxBytes: 1, administrators: [], publishers: ['authenticated'] },
};
const person = (sub: string, ...groups: string[]) => ({ sub, name: sub, groups });
const file = (collection: string) => ({ owner: 'alice', collection });

describe('mayManage', () => {
  it.each([
    ['offers all actions to the owner', person('alice'), 'diary', true],
    ['offers no action to another user', person('bob'), 'documents', false],
    [
      'offers all actions to members of an administrator group',
      person('eve', 'staff'),
      'documents',
      true,
    ],
    ['offers no action to them in another collection', person('eve', 'staff'), 'diary', false],
    [
      'offers all actions to everyone where every user is an administrator',
      person('bob'),
      'board',
      true,
    ],
    [
      'offers no action in a collection that is not configured any more',
      person('bob', 'staff'),
      'old',
      false,
    ],
  ])('%s', (_what, who, collection, isOffered) => {
    expect(mayManage(who, file(collection), collections)).toBe(isOffered);
  });
});

describe('mayPublish', () => {
  it.each([
    ['does not offer publishing where no one is a publisher', person('alice'), 'documents', false],
    ['offers publishing to the owner where owners are publishers', person('alice'), 'board', true],
    [
      'does not offer publishing to administrators where only owners are publishers',
      person('bob'),
      'board',
      false,
    ],
    [
      'offers publishing to all who manage the file where every user is a publisher',
      person('alice'),
      'diary',
      true,
    ],
    [
      'does not offer publishing to a user who does not manage the file',
      person('bob'),
      'diary',
      false,
    ],
  ])('%s', (_what, who, collection, isOffered) => {
    expect(mayPublish(who, file(collection), collections)).toBe(isOffered);
  });
});
