// Comma-separated values as RFC 4180 describes them, cut into pieces at any place.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, readCsv } from '../../../operate/import/read-csv.ts';

async function* piecesOf(text: string, length: number): AsyncGenerator<string> {
  const characters = [...text];
  for (let start = 0; start < characters.length; start += length) {
    yield characters.slice(start, start + length).join('');
  }
}

async function read(text: string, length = 1000): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of readCsv(piecesOf(text, length))) records.push(record);
  return records;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('reading comma-separated values', () => {
  it('gives back every cell that was written in quotes, wherever the text is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '𝄞') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 7 }), async (rows, length) => {
        const text = rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
        const records = await read(text, length);
        expect(records.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  it.each([
    [
      'a,b\nc,d',
      [
        [1, 'a', 'b'],
        [2, 'c', 'd'],
      ],
    ],
    [
      'a,b\r\n\r\nc,d\r\n',
      [
        [1, 'a', 'b'],
        [3, 'c', 'd'],
      ],
    ],
    [
      '"a\nb",c\nd,e',
      [
        [1, 'a\nb', 'c'],
        [3, 'd', 'e'],
      ],
    ],
    [
      'a,\n,',
      [
        [1, 'a', ''],
        [2, '', ''],
      ],
    ],
    ['', []],
  ])('reads %j with the number of each line', async (text, expected) => {
    const records = await read(text);
    expect(records.map(({ line, cells }) => [line, ...cells])).toEqual(expected);
  });

  it.each([
    ['a,b"c', 'Line 1 of the manifest has a quote within a cell that does not begin with one.'],
    ['x\n"a"b', 'Line 2 of the manifest has text behind a quoted cell.'],
    ['"a\n\nb', 'Line 3 of the manifest ends within a quote.'],
    [`"${'x'.repeat(1_000_001)}`, 'Line 1 of the manifest is too long; a quote may not be closed.'],
  ])('refuses text that is no record, by its line (%#)', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
