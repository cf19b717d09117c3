// A list of strings in a Word document (MS-DOC, section 2.2.4).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { FormatError } from '../../evidence.ts';
import { uint16 } from '../../fields.ts';
import { readExactly } from '../../reading.ts';
import type { TablePart } from './fib.ts';

/** Longest list that is read; it holds paths and a title. */
const LIST_MAX_BYTES = 4 * 1024 ** 2;
/** What a list of characters of two bytes begins with. */
const WIDE = 0xffff;

/** The strings of a list; none where the document has no such list. @throws FormatError where it does not end where it says */
export async function readStrings(
  table: StoredBytes,
  { start, length }: TablePart,
): Promise<readonly string[]> {
  if (length === 0) return [];
  if (length > LIST_MAX_BYTES) throw new FormatError('unreadable', `A list has ${length} bytes.`);
  const list = await readExactly(table, start, length, 'list of names');
  if (uint16(list, 0, 'little') !== WIDE) {
    throw new FormatError('unreadable', 'A list of names is not in Unicode.');
  }
  const count = uint16(list, 2, 'little');
  const extra = uint16(list, 4, 'little');
  const strings: string[] = [];
  let at = 6;
  for (let index = 0; index < count; index += 1) {
    const bytes = uint16(list, at, 'little') * 2;
    if (at + 2 + bytes > list.byteLength) {
      throw new FormatError('truncated', 'A list of names lacks its end.');
    }
    strings.push(Buffer.from(list.subarray(at + 2, at + 2 + bytes)).toString('utf16le'));
    at += 2 + bytes + extra;
  }
  return strings;
}
