import { describe, expect, it } from 'vitest';
import { mayManage, mayPublish } from '../../web/rights.ts';

const collections = {
  documents: { types: [], maxBytes: 1, administrators: ['group:staff'], publishers: [] },
  board: { types: [], maxBytes: 1, administrators: ['authenticated'], publishers: ['owner'] },
  diary: { types: [], maxBytes: 1, administrators: [], publishers: ['authenticated'] },
};
const person = (sub: string, ...groups: string[]) => ({ sub, name: sub, groups });
const file = (collection: string) => ({ owner: 'alice', collection });

describe('what is offered with a file', () => {
  it.each([
    ['all, to its owner', person('alice'), 'diary', true],
    ['nothing, to anybody', person('bob'), 'documents', false],
    ['all, to members of an administrating group', person('eve', 'staff'), 'documents', true],
    ['nothing, to them in another collection', person('eve', 'staff'), 'diary', false],
    ['all, to everybody where everybody administrates', person('bob'), 'board', true],
    ['nothing, to anybody in a collection that is no more', person('bob', 'staff'), 'old', false],
  ])('is %s', (_what, who, collection, isOffered) => {
    expect(mayManage(who, file(collection), collections)).toBe(isOffered);
  });
});

describe('the switch that makes a file public', () => {
  it.each([
    ['not offered where nobody publishes', person('alice'), 'documents', false],
    ['offered to the owner where owners publish', person('alice'), 'board', true],
    ['not offered to administrators where owners publish', person('bob'), 'board', false],
    ['offered to all who manage the file where all publish', person('alice'), 'diary', true],
    ['not offered to who does not manage the file', person('bob'), 'diary', false],
  ])('is %s', (_what, who, collection, isOffered) => {
    expect(mayPublish(who, file(collection), collections)).toBe(isOffered);
  });
});
