import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { MAX_FILENAME_BYTES, normaliseFilename } from '../../lambdas/domain/filename.ts';

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

  it.each(['', '   ', '/', 'folder/', '\u202e', '..', '\0'])(
    'refuses %j, which names nothing',
    (claimed) => {
      expect(() => normaliseFilename(claimed)).toThrow(Refusal);
    },
  );

  it('refuses a name of more than 255 bytes and says how long it is', () => {
    expect(() => normaliseFilename('x'.repeat(1000))).toThrow(/1000 bytes/);
    expect(normaliseFilename('x'.repeat(MAX_FILENAME_BYTES))).toHaveLength(MAX_FILENAME_BYTES);
    expect(() => normaliseFilename('文'.repeat(86))).toThrow(/258 bytes/);
  });

  it('gives a safe name or a refusal for any text, and never changes a name twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (claimed) => {
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
