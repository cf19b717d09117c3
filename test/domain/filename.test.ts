import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invalid, Refusal } from '../../lambdas/domain/errors.ts';
import {
  MAX_FILENAME_BYTES,
  normaliseFilename,
  shorten,
  trimEnd,
} from '../../lambdas/domain/filename.ts';

const claims = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', minLength: 100, maxLength: 300 }),
);
const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

describe('normaliseFilename', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['Ünïcode "quoted" 文件.pdf', 'Ünïcode "quoted" 文件.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\fakepath\\scan.pdf', 'scan.pdf'],
    ['nul\0byte.txt', 'nulbyte.txt'],
    ['two\r\nlines.txt', 'twolines.txt'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['  padded.txt  ', 'padded.txt'],
    ['e\u0301.txt', '\u00e9.txt'],
  ])('turns %j into %j', (claimed, expected) => {
    expect(normaliseFilename(claimed)).toBe(expected);
  });

  it.each(['', '   ', '/', 'folder/', '\u202e', '.', '..', 'folder/.', '\0'])(
    'refuses %j, which names nothing, and names the field',
    (claimed) => {
      expect(() => normaliseFilename(claimed)).toThrow(
        invalid('filename', 'has no name left after path and control characters are removed.'),
      );
    },
  );

  it('shortens a name of more than 255 bytes and keeps its extension', () => {
    expect(normaliseFilename('x'.repeat(1000))).toBe('x'.repeat(255));
    expect(normaliseFilename('x'.repeat(MAX_FILENAME_BYTES))).toHaveLength(MAX_FILENAME_BYTES);
    expect(normaliseFilename(`${'文'.repeat(200)}.Docx`)).toBe(`${'文'.repeat(83)}.Docx`);
    expect(normaliseFilename(`${'a.'.repeat(200)}tar.gz`)).toMatch(/\.gz$/);
  });

  it('keeps a name of exactly 255 bytes as it is, dots at its end included', () => {
    const name = `${'x'.repeat(MAX_FILENAME_BYTES - 2)}..`;
    expect(normaliseFilename(name)).toBe(name);
  });

  it('an extension of 32 bytes is kept when the name is shortened, a longer one is not', () => {
    const longest = `.${'e'.repeat(31)}`;
    expect(normaliseFilename(`${'x'.repeat(300)}${longest}`)).toBe(
      `${'x'.repeat(MAX_FILENAME_BYTES - 32)}${longest}`,
    );
    expect(normaliseFilename(`${'x'.repeat(200)}${longest}${'e'.repeat(60)}`)).toBe(
      `${'x'.repeat(200)}${longest}${'e'.repeat(MAX_FILENAME_BYTES - 232)}`,
    );
  });

  it('cuts a long name between characters as a person sees them, never within one', () => {
    const family = '👨‍👩‍👧';
    expect(normaliseFilename(`${family.repeat(20)}.jpg`)).toBe(`${family.repeat(13)}.jpg`);
    expect(normaliseFilename(`${'g\u0308'.repeat(90)}.txt`)).toBe(`${'g\u0308'.repeat(83)}.txt`);
    expect(normaliseFilename(`${'🇫🇷'.repeat(40)}`)).toBe('🇫🇷'.repeat(31));
  });

  it('cuts a single character that is longer than a name between code points', () => {
    const name = normaliseFilename(`a${'\u0315'.repeat(400)}.txt`);
    expect(name).toBe(`a${'\u0315'.repeat(125)}.txt`);
  });

  it('a sentence behind the last dot is not kept as an extension', () => {
    const name = normaliseFilename(`Dear all. ${'word '.repeat(100)}`);
    expect(name).toMatch(/^Dear all\. (?:word )+/);
    expect(bytesOf(name)).toBeLessThanOrEqual(MAX_FILENAME_BYTES);
  });

  it('a shortened filename ends with no blank or dot', () => {
    expect(normaliseFilename(`${'x'.repeat(250)}  ${'y'.repeat(9)}.txt`)).toBe(
      `${'x'.repeat(250)}.txt`,
    );
    expect(() => normaliseFilename('.'.repeat(300))).toThrow(Refusal);
  });

  it('any text becomes a safe filename or is refused, and a safe filename is not changed again', () => {
    fc.assert(
      fc.property(claims, (claimed) => {
        let name: string;
        try {
          name = normaliseFilename(claimed);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          return;
        }
        expect(name).not.toMatch(/[\p{Cc}/\\\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(name).toBe(name.normalize('NFC'));
        expect(bytesOf(name)).toBeLessThanOrEqual(MAX_FILENAME_BYTES);
        expect(normaliseFilename(name)).toBe(name);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('shorten', () => {
  it('returns a text that fits as it is, blanks and dots at its end included', () => {
    expect(shorten('four', 4)).toBe('four');
    expect(shorten('one ', 4)).toBe('one ');
    expect(shorten('one. ', 4)).toBe('one');
  });

  it('reads no more of a long text than what can fit', () => {
    // Without that limit the segmenter would read ten million characters.
    expect(shorten(`ab${'\u0315'.repeat(10_000_000)}`, 1)).toBe('a');
  });
});

describe('trimEnd', () => {
  it.each([
    ['name. . ', 'name'],
    ['name\u3002\uff61\uff0e\u2024', 'name'],
    ['. a', '. a'],
    [' . ', ''],
    ['', ''],
  ])('trims %j to %j', (text, expected) => {
    expect(trimEnd(text)).toBe(expected);
  });
});
