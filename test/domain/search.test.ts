// Tests what a search looks for.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { searchedWords } from '../../lambdas/domain/search.ts';

/** Whether the search finds a file of this name. */
const finds = (search: string, name: string): boolean =>
  searchedWords(search).every((word) => word.some((spelling) => name.includes(spelling)));

it('a search looks for a word as written, in small letters, in capitals and with one capital', () => {
  expect(searchedWords('hOliday')).toEqual([['hOliday', 'holiday', 'HOLIDAY', 'Holiday']]);
  expect(searchedWords('2026')).toEqual([['2026']]);
});

it.for([
  ['harbour at night', 'Harbour at Night.png'],
  ['night harbour', 'Harbour at Night.png'],
  ['  contract   2026 ', '2026-03 Contract.pdf'],
  ['img_2034.jpg', 'IMG_2034.jpg'],
  ['img_2034.jpg', 'IMG_2034.JPG'],
  ['IMG_2034.JPG', 'img_2034.jpg'],
  ['.PNG', 'chart.png'],
  ['übersicht', 'ÜBERSICHT.pdf'],
  ['u\u0308bersicht', '\u00dcbersicht.pdf'],
  ['🎉 party', 'Party 🎉.jpg'],
  ['100%', '100% sure_*.txt'],
  ['one two three four five six', 'one two three four five six.txt'],
] as const)('%s finds %s', ([search, name]) => {
  expect(finds(search, name)).toBe(true);
});

it.for([
  ['harbour day', 'Harbour at Night.png'],
  ['*', 'Harbour at Night.png'],
  ['one two three four six five', 'one two three four five six.txt'],
] as const)('%s does not find %s', ([search, name]) => {
  expect(finds(search, name)).toBe(false);
});

it('a search has at most five words of six spellings, one at least, and finds its own text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme' }), (search) => {
      fc.pre(search.trim() !== '');
      const words = searchedWords(search);
      expect(words.length).toBeGreaterThan(0);
      expect(words.length).toBeLessThanOrEqual(5);
      for (const word of words) expect(word.length).toBeLessThanOrEqual(6);
      expect(finds(search, search.split(/\s+/u).join(' '))).toBe(true);
    }),
  );
});
