// Strings of a workbook: characters of one byte or two (MS-XLS, sections 2.5.294 and 2.5.296; BIFF5 has only one).
import { FormatError } from '../../evidence.ts';
import { uint8 } from '../../fields.ts';

/** Characters of two bytes. */
const WIDE_FLAG = 1;

/** A string of BIFF8 whose flags stand at `at`, with so many characters behind them. */
export function biff8String(data: Uint8Array, at: number, characters: number): string {
  const isWide = (uint8(data, at) & WIDE_FLAG) !== 0;
  const end = at + 1 + characters * (isWide ? 2 : 1);
  if (end > data.byteLength) {
    throw new FormatError('truncated', `A string lacks its last ${end - data.byteLength} bytes.`);
  }
  return Buffer.from(data.subarray(at + 1, end)).toString(isWide ? 'utf16le' : 'latin1');
}

/** The rest of the data as a string of BIFF5. */
export const biff5String = (data: Uint8Array, at: number): string =>
  Buffer.from(data.subarray(at)).toString('latin1');
