// The search for linked pictures: its work is bounded, whatever the bytes.
import { expect, it } from 'vitest';
import { linkedPictures } from '../../../../lambdas/domain/formats/compound/drawing-links.ts';
import { FormatError } from '../../../../lambdas/domain/formats/evidence.ts';
import { join, le } from '../look.ts';

/** The beginning of a table of 512 properties in 65,535 bytes. */
const tableStart = join(le(0x2003, 2), le(0xf00b, 2), le(0xffff, 4));

it('refuses tables of shapes that overlap', () => {
  const overlapping = Buffer.alloc(1_000_000);
  for (let at = 0; at + 8 <= overlapping.byteLength; at += 8) overlapping.set(tableStart, at);
  expect(() => linkedPictures(overlapping)).toThrow(FormatError);
});

it('refuses a shape with more properties than there are', () => {
  const table = Buffer.concat([
    join(le(0xfff3, 2), le(0xf00b, 2), le(30_000, 4)),
    Buffer.alloc(30_000),
  ]);
  expect(() => linkedPictures(table)).toThrow(FormatError);
});

it('finds nothing in bytes that are no drawing', () => {
  expect(linkedPictures(Buffer.alloc(1000, 3))).toEqual([]);
  expect(linkedPictures(tableStart)).toEqual([]);
});
