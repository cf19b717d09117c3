// Finds where a stream's data begins and ends (ISO 32000-2 §7.3.8).
import { FormatError } from '../evidence.ts';
import { CARRIAGE_RETURN, isSpace, LINE_FEED } from './characters.ts';
import { asCount, type Dictionary, Reference } from './values.ts';
import type { Window } from './window.ts';

/** Where a stream's data stands in the file. */
export interface StreamExtent {
  readonly start: number;
  /** Behind the last byte of data, a line end before `endstream` included. */
  readonly end: number;
  /** Behind the keyword `endstream`. */
  readonly next: number;
  /** Whether readers agree on where it begins: exactly one line end follows the keyword. */
  readonly hasClearStart: boolean;
  /** Whether `Length` leads to `endstream`; undefined when it stands in an object of its own. */
  readonly isLengthTrue: boolean | undefined;
}

const KEYWORD = 'endstream';
/** Space between the data and `endstream` that readers skip. */
const GAP_MAX_BYTES = 16;

/** `keywordEnd` is the offset behind the keyword `stream`. @throws FormatError when the data have no end */
export async function findExtent(
  window: Window,
  dictionary: Dictionary,
  keywordEnd: number,
): Promise<StreamExtent> {
  const { start, hasClearStart } = startOf(await window.peek(keywordEnd, 64), keywordEnd);
  const lengths = dictionary.all('Length');
  const length = lengths.length === 1 ? asCount(lengths[0]) : undefined;
  if (length !== undefined) {
    const end = start + length;
    const gap = await keywordBehind(window, end);
    if (gap >= 0) {
      const next = end + gap + KEYWORD.length;
      return { start, end: end + gap, next, hasClearStart, isLengthTrue: true };
    }
  }
  const end = await window.find(KEYWORD, start);
  if (end < 0) throw new FormatError('truncated', `The stream at byte ${start} has no end.`);
  const isIndirect = lengths.length === 1 && lengths[0] instanceof Reference;
  return {
    start,
    end,
    next: end + KEYWORD.length,
    hasClearStart,
    isLengthTrue: isIndirect ? undefined : false,
  };
}

/** How many bytes of space stand before `endstream` at `at`; -1 when it is not there. */
async function keywordBehind(window: Window, at: number): Promise<number> {
  if (at >= window.size) return -1;
  const bytes = await window.peek(at, GAP_MAX_BYTES + KEYWORD.length);
  let gap = 0;
  while (gap < GAP_MAX_BYTES && isSpace(bytes[gap])) gap += 1;
  return bytes.toString('latin1', gap, gap + KEYWORD.length) === KEYWORD ? gap : -1;
}

function startOf(
  bytes: Buffer,
  keywordEnd: number,
): { readonly start: number; readonly hasClearStart: boolean } {
  let at = 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1;
  if (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) {
    return { start: keywordEnd + at + 2, hasClearStart: at === 0 };
  }
  if (bytes[at] === LINE_FEED) return { start: keywordEnd + at + 1, hasClearStart: at === 0 };
  if (bytes[at] === CARRIAGE_RETURN) return { start: keywordEnd + at + 1, hasClearStart: false };
  return { start: keywordEnd, hasClearStart: false };
}
