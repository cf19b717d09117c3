import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenVersions } from '../../lambdas/domain/seen-versions.ts';

const version = (number: number) => ({ key: `media/notes/${number}.txt`, versionId: `v${number}` });

describe('the versions that a walk has seen', () => {
  it('the versions that a walk has seen are known, and no others, however many', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { maxLength: 5000 }), (numbers) => {
        const seen = new SeenVersions(2 ** 16);
        for (const number of numbers) seen.add(version(number));
        const added = new Set(numbers);
        for (let number = 0; number <= 5000; number += 1) {
          expect(seen.has(version(number))).toBe(added.has(number));
        }
      }),
      { numRuns: 10 },
    );
  });

  it('seen versions are distinguished by key and by version', () => {
    const seen = new SeenVersions();
    seen.add({ key: 'a', versionId: 'v' });
    expect(seen.has({ key: 'a', versionId: 'w' })).toBe(false);
    expect(seen.has({ key: 'b', versionId: 'v' })).toBe(false);
  });

  it('versions are still known when there are more than the first slots take, and no others are', () => {
    const seen = new SeenVersions();
    for (let number = 0; number < 5000; number += 1) seen.add(version(number));
    const known = Array.from({ length: 10_000 }, (_, number) => seen.has(version(number)));
    expect(known.indexOf(false)).toBe(5000);
    expect(known.lastIndexOf(true)).toBe(4999);
  });

  it('a version that is added again takes no more room', () => {
    const seen = new SeenVersions(8);
    for (const number of [1, 1, 1, 1, 1, 2, 3, 4]) seen.add(version(number));
    expect([1, 2, 3, 4].map((number) => seen.has(version(number)))).not.toContain(false);
  });

  it('beyond what there is room for are not known, and nothing is invented', () => {
    const seen = new SeenVersions(64);
    for (let number = 0; number < 1000; number += 1) seen.add(version(number));
    const known = Array.from({ length: 2000 }, (_, number) => seen.has(version(number)));
    expect(known.filter(Boolean)).toHaveLength(32);
    expect(known.slice(1000)).not.toContain(true);
  });
});
