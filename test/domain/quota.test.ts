// The limits of an owner, and what fits into them.
import { describe, expect, it } from 'vitest';
import type { Quota, Rules } from '../../lambdas/domain/collection.ts';
import { exceedingSizes, hasRoom, limitsOf, quotaExceeded } from '../../lambdas/domain/quota.ts';

const rules: Rules = {
  collections: {},
  quota: {
    bytes: 100,
    files: 10,
    overrides: {
      'user:carl': { bytes: 50 },
      'user:dora': { files: 3 },
      'group:press': { bytes: 500 },
      'group:staff': { bytes: 200, files: 40 },
      'group:guests': { bytes: 7, files: 1 },
      'user:press': { bytes: 1, files: 1 },
    },
  },
};

describe('the limits of a caller', () => {
  it.each<[string, string, readonly string[], Quota]>([
    ['are the default without an override', 'erin', [], { bytes: 100, files: 10 }],
    ['ignore groups without an override', 'erin', ['other'], { bytes: 100, files: 10 }],
    ['are the caller’s own bytes and default files', 'carl', [], { bytes: 50, files: 10 }],
    ['are the caller’s own files and default bytes', 'dora', [], { bytes: 100, files: 3 }],
    ['prefer the caller’s own to a wider group', 'carl', ['staff'], { bytes: 50, files: 10 }],
    ['are those of a group', 'erin', ['staff'], { bytes: 200, files: 40 }],
    ['may be narrower than the default', 'erin', ['guests'], { bytes: 7, files: 1 }],
    ['fill what a group leaves open', 'erin', ['press'], { bytes: 500, files: 10 }],
    [
      'are the widest of several groups, each figure by itself',
      'erin',
      ['guests', 'press', 'staff', 'other'],
      { bytes: 500, files: 40 },
    ],
    ['take no user’s override for a group', 'erin', ['carl'], { bytes: 100, files: 10 }],
    ['take no group’s override for a user', 'staff', [], { bytes: 100, files: 10 }],
  ])('%s', (_title, sub, groups, expected) => {
    expect(limitsOf({ sub, groups }, rules)).toEqual(expected);
  });
});

describe('one more file', () => {
  const limits: Quota = { bytes: 100, files: 10 };

  it.each<[string, number, number, number, boolean]>([
    ['fits when it fills the bytes exactly', 95, 1, 5, true],
    ['does not fit when it is one byte too large', 95, 1, 6, false],
    ['fits as the last file', 0, 9, 1, true],
    ['does not fit after the last file', 0, 10, 1, false],
    ['does not fit when bytes and files are used up', 100, 10, 1, false],
  ])('%s', (_title, bytes, files, size, expected) => {
    expect(hasRoom({ bytes, files }, limits, size)).toBe(expected);
  });

  it('one more file is refused with the bytes used, allowed and needed when bytes are missing', () => {
    const refusal = quotaExceeded({ bytes: 95, files: 10 }, limits, 6);
    expect(refusal).toMatchObject({
      code: 'quota_exceeded',
      details: { resource: 'bytes', used: 95, limit: 100, needed: 6 },
    });
    expect(refusal.message).toMatch(
      /^You use 95 bytes of 100 bytes, and this upload needs 6 bytes\. [A-Z]/,
    );
  });

  it('one more file is refused with the files used, allowed and needed when its bytes would fit', () => {
    const refusal = quotaExceeded({ bytes: 95, files: 10 }, limits, 5);
    expect(refusal).toMatchObject({
      code: 'quota_exceeded',
      details: { resource: 'files', used: 10, limit: 10, needed: 1 },
    });
    expect(refusal.message).toMatch(/^You use 10 of 10 files, and this upload needs 1\. [A-Z]/);
  });
});

it('sizes that no longer fit when all are added in their order are refused', () => {
  const sizes = new Map([
    [0, 40],
    [2, 70],
    [5, 60],
    [7, 1],
  ]);
  const refusals = exceedingSizes({ bytes: 0, files: 0 }, { bytes: 100, files: 10 }, sizes);
  expect([...refusals.keys()]).toEqual([2, 7]);
  expect(refusals.get(2)?.details).toEqual({
    resource: 'bytes',
    used: 40,
    limit: 100,
    needed: 70,
  });
  expect(refusals.get(7)?.details).toMatchObject({ resource: 'bytes', used: 100, needed: 1 });
});

it('sizes for which the number of files is used up are refused', () => {
  const sizes = new Map([0, 1, 2, 3].map((index) => [index, 1]));
  const refusals = exceedingSizes({ bytes: 0, files: 1 }, { bytes: 100, files: 3 }, sizes);
  expect([...refusals.keys()]).toEqual([2, 3]);
  expect(refusals.get(3)?.details).toEqual({ resource: 'files', used: 3, limit: 3, needed: 1 });
});
