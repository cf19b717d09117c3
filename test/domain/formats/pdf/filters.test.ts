// Filters are undone as the standard and other programs have them.
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, filtersOf } from '../../../../lambdas/domain/formats/pdf/filters.ts';
import { Lexer } from '../../../../lambdas/domain/formats/pdf/lexer.ts';
import { parseObject } from '../../../../lambdas/domain/formats/pdf/parser.ts';
import { rc4 } from '../../../../lambdas/domain/formats/pdf/rc4.ts';
import type { Dictionary } from '../../../../lambdas/domain/formats/pdf/values.ts';
import { packers } from '../../../fixtures/hostile/pdf/packers.ts';

const MAX_BYTES = 1_000_000;
const unpacked = (data: Buffer, entries: string, maxBytes = MAX_BYTES) => {
  const [dictionary] = parseObject(new Lexer(Buffer.from(`<< ${entries} >>`), 0, true)).values;
  return decode(data, filtersOf(dictionary as Dictionary) ?? [], maxBytes);
};

it.each(Object.keys(packers))('a filter returns what was packed: %s', (name) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
      const { data, entries } = packers[name]?.(Buffer.from(bytes)) ?? {
        data: Buffer.alloc(0),
        entries: '',
      };
      // Rows of a predictor are filled up.
      expect(unpacked(data, entries).subarray(0, bytes.length)).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 50 },
  );
});

it('undoes the example of the standard for LZW', () => {
  const data = Buffer.from('800B6050220C0C8501', 'hex');
  expect([...unpacked(data, '/Filter /LZWDecode')]).toEqual([
    45, 45, 45, 45, 45, 65, 45, 45, 45, 66,
  ]);
});

it('undoes ASCII85 as other programs write it', () => {
  expect(unpacked(Buffer.from('<~87cURD]i,"Ebo80~>'), '/Filter /A85').toString()).toBe(
    'Hello World!',
  );
  expect(unpacked(Buffer.from('z~>'), '/Filter /A85')).toEqual(Buffer.alloc(4));
});

it('undoes hexadecimal data with an odd number of digits', () => {
  expect(unpacked(Buffer.from('4 1 7>'), '/Filter /AHx').toString()).toBe('Ap');
});

it('agrees with a known vector of RC4', () => {
  const out = rc4(Buffer.from('Key'), Buffer.from('Plaintext'));
  expect(out.toString('hex').toUpperCase()).toBe('BBF316E8D940AF0AD3');
});

it.each(['/Filter /DCTDecode', '/F /FlateDecode', '/Filter /Fl /DP << >>', '/Filter (Fl)'])(
  'a filter refuses %s',
  (entries) => {
    expect(() => unpacked(deflateSync('x'), entries)).toThrow();
  },
);

it('refuses what unpacks to more than the limit, by every filter that can', () => {
  const zeros = Buffer.alloc(MAX_BYTES + 1);
  for (const name of ['Flate', 'run lengths', 'LZW']) {
    const { data, entries } = packers[name]?.(zeros) ?? { data: zeros, entries: '' };
    expect(() => unpacked(data, entries)).toThrow(/over|sound/);
  }
});

it('a filter never returns more than the limit, whatever the data', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom('Fl', 'LZW', 'A85', 'AHx', 'RL'),
      (bytes, filter) => {
        let length = 0;
        try {
          length = unpacked(Buffer.from(bytes), `/Filter /${filter}`, 1500).byteLength;
        } catch {
          // Unsound data are refused.
        }
        expect(length).toBeLessThanOrEqual(1500);
      },
    ),
  );
});
