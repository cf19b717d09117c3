// What stands before the header and behind the end of a PDF (ISO 32000-1, annex H.3).

import { FormatError } from '../evidence.ts';
import { endWithoutPadding } from '../fields.ts';
import { headerAt, TOLERANCE_BYTES } from './starts.ts';
import type { Window } from './window.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Bytes before the header, but for space, a byte order mark, and a printer's job header. */
export async function leadingBytes(window: Window): Promise<number> {
  const start = await headerAt(window);
  const before = (await window.peek(0, start)).toString('latin1');
  const isHarmless = /^(?:\xef\xbb\xbf)?\s*$/.test(before) || before.startsWith('\x1b%-12345X@PJL');
  return isHarmless ? 0 : start;
}

/** Bytes after the end mark, padding aside, of which readers forgive a few. @throws FormatError without an end */
export async function trailingBytes(
  window: Window,
  { lastEnd, hasStart }: { readonly lastEnd: number | undefined; readonly hasStart: boolean },
): Promise<number> {
  if (lastEnd === undefined) {
    if (hasStart) return 0;
    throw new FormatError('truncated', 'The PDF’s end mark is missing.');
  }
  const after = (await endOfContent(window, lastEnd)) - lastEnd;
  return after <= TOLERANCE_BYTES ? 0 : after;
}

/** Where padding begins that reaches to the end of the file; not before `from`. */
async function endOfContent(window: Window, from: number): Promise<number> {
  for (let end = window.size; end > from; ) {
    const start = Math.max(from, end - CHUNK_BYTES);
    const chunk = await window.peek(start, end - start);
    const content = endWithoutPadding(chunk);
    if (content > 0) return start + content;
    end = start;
  }
  return from;
}
