// The order of lists by name and by size, and pages of them while files come and go.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  compareEntries,
  type FileOrder,
  type ListEntry,
  sortedPage,
} from '../../lambdas/domain/file-order.ts';

const byName: FileOrder = { sort: 'name', isDescending: false };
const bySize: FileOrder = { sort: 'size', isDescending: false };

const named = (filename: string, id = filename): ListEntry => ({ id, filename, size: 1 });
const sized = (size: number, id = String(size)): ListEntry => ({ id, filename: 'x', size });

/** The ids of each page to the last; `change` may add and delete files before each page but the first. */
function readAll(
  entries: readonly ListEntry[],
  query: { readonly order: FileOrder; readonly limit: number },
  change: (entries: readonly ListEntry[], page: number) => readonly ListEntry[] = (same) => same,
): string[] {
  const ids: string[] = [];
  let present = entries;
  let after: string | undefined;
  for (let page = 0; ; page += 1) {
    const found = sortedPage(present, { ...query, after });
    ids.push(...found.ids);
    after = found.next;
    if (after === undefined) return ids;
    present = change(present, page);
  }
}

it('names are sorted by the numbers in them, without regard to case and accents', () => {
  const names = ['b.txt', 'Z.txt', 'a10.txt', 'École.txt', 'A9.txt', 'eclair.txt', 'ä.txt', '10'];
  expect(
    readAll(
      names.map((name) => named(name)),
      { order: byName, limit: 3 },
    ),
  ).toEqual(['10', 'ä.txt', 'A9.txt', 'a10.txt', 'b.txt', 'eclair.txt', 'École.txt', 'Z.txt']);
});

it('names that differ in case alone are in the order of their ids', () => {
  const entries = [named('B', '1'), named('a', '3'), named('A', '2'), named('b', '0')];
  expect(readAll(entries, { order: byName, limit: 10 })).toEqual(['2', '3', '0', '1']);
});

it('sizes are sorted as numbers, and equal ones by their ids', () => {
  const entries = [sized(900), sized(1_000), sized(0), sized(20, 'b'), sized(20, 'a')];
  expect(readAll(entries, { order: bySize, limit: 2 })).toEqual(['0', 'a', 'b', '900', '1000']);
});

it('the last page has no successor, also when it is full', () => {
  const entries = [sized(1), sized(2)];
  expect(sortedPage(entries, { order: bySize, limit: 2 })).toEqual({ ids: ['1', '2'] });
  expect(sortedPage([], { order: bySize, limit: 2 })).toEqual({ ids: [] });
});

it('a page holds no more entries than its limit, and names the last of them as its end', () => {
  const { ids, next } = sortedPage([sized(3), sized(1), sized(2)], { order: bySize, limit: 2 });
  expect(ids).toEqual(['1', '2']);
  expect(JSON.parse(next ?? '')).toEqual(sized(2));
});

it('sorting leaves the entries as they are', () => {
  const entries = Object.freeze([sized(2), sized(1)]);
  sortedPage(entries, { order: bySize, limit: 2 });
  expect(entries.map(({ size }) => size)).toEqual([2, 1]);
});

const entry = fc.record({
  id: fc.uuid(),
  filename: fc.oneof(
    fc.constantFrom('a', 'A', 'á', 'a1', 'a01', 'a10', 'A2', ''),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
  ),
  size: fc.oneof(fc.nat({ max: 3 }), fc.maxSafeNat()),
});
const anyOrder = fc.record({
  sort: fc.constantFrom('name' as const, 'size' as const),
  isDescending: fc.boolean(),
});

it('every two files have one order, and descending is the reverse of ascending', () => {
  fc.assert(
    fc.property(entry, entry, fc.constantFrom(byName, bySize), (one, other, order) => {
      const ascending = compareEntries(one, other, order);
      expect(Math.sign(compareEntries(other, one, order)) + Math.sign(ascending)).toBe(0);
      if (one.id !== other.id) expect(ascending).not.toBe(0);
      const descending = compareEntries(one, other, { ...order, isDescending: true });
      expect(Math.sign(descending) + Math.sign(ascending)).toBe(0);
    }),
  );
});

it('all pages together hold every file that existed throughout exactly once and in order, whatever is added and deleted between them', () => {
  const set = (minLength: number, maxLength: number) =>
    fc.uniqueArray(entry, { selector: ({ id }) => id, minLength, maxLength });
  fc.assert(
    fc.property(
      set(0, 40),
      set(0, 20),
      fc.integer({ min: 1, max: 7 }),
      anyOrder,
      fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 10 }),
      (lasting, passing, limit, order, moves) => {
        const ids = new Set(lasting.map(({ id }) => id));
        const others = passing.filter(({ id }) => !ids.has(id));
        // Every move adds the other files, deletes them, or leaves the list as it is.
        const change = (present: readonly ListEntry[], page: number) => {
          const move = moves[page % moves.length];
          if (move === 0) return present;
          return move === 1 ? [...others, ...lasting] : lasting;
        };
        const read = readAll(lasting, { order, limit }, change);
        expect(new Set(read).size).toBe(read.length);
        const expected = lasting.toSorted((one, other) => compareEntries(one, other, order));
        expect(read.filter((id) => ids.has(id))).toEqual(expected.map(({ id }) => id));
        const byId = new Map([...lasting, ...others].map((each) => [each.id, each]));
        const all = read.flatMap((id) => byId.get(id) ?? []);
        expect(all.toSorted((one, other) => compareEntries(one, other, order))).toEqual(all);
      },
    ),
  );
});
