// Searches the bytes of a PDF for objects that only a reader would find that repairs the file.
import { FormatError } from '../evidence.ts';
import { isDigit, isRegular } from './characters.ts';
import type { ObjectTable } from './object-table.ts';
import type { Window } from './window.ts';

const OBJECT = 'obj';
const TRAILER = 'trailer';
/** The word, and one byte on each side of it. */
const OBJECT_WITH_BORDERS_BYTES = OBJECT.length + 2;

/**
 * Readers that cannot follow the cross-references search for `obj` and `trailer` anywhere, in streams, strings and comments.
 * @throws FormatError when one stands where the scan saw none
 */
export async function refuseHidden(
  window: Window,
  table: ObjectTable,
  trailers: ReadonlySet<number>,
): Promise<void> {
  // Parts overlap, so that every word is searched once with a byte on each side.
  for (let from = 0; from < window.size; from = window.end - OBJECT.length - 1) {
    await window.load(from, 2 * OBJECT_WITH_BORDERS_BYTES);
    const hidden = hiddenObject(window, from, table);
    if (hidden >= 0) throw flawAt('an object', hidden);
    if (window.isAtEnd) break;
  }
  for (let at = await window.find(TRAILER, 0); at >= 0; at = await window.find(TRAILER, at + 1)) {
    if (!trailers.has(at)) throw flawAt('a trailer', at);
  }
}

/** Where the first word `obj` of the part at hand stands that the scan saw no object at; -1 for none. */
function hiddenObject(window: Window, from: number, table: ObjectTable): number {
  const { bytes, start, isAtEnd } = window;
  let index = bytes.indexOf(OBJECT, from - start, 'latin1');
  for (; index >= 0; index = bytes.indexOf(OBJECT, index + 1, 'latin1')) {
    const next = index + OBJECT.length;
    const before = bytes[index - 1];
    const after = bytes[next];
    // At the border of a part, the other part has the byte beside it.
    if ((before === undefined && start > 0) || (after === undefined && !isAtEnd)) continue;
    // `endobj` is another word; so is what goes on with letters.
    const isWord = !isLetterLike(before) && !isLetterLike(after);
    if (isWord && !table.hasKeywordAt(start + index)) return start + index;
  }
  return -1;
}

const isLetterLike = (byte: number | undefined): boolean => isRegular(byte) && !isDigit(byte);

const flawAt = (what: string, at: number): FormatError =>
  new FormatError(
    'contradictory',
    `Its cross-references are broken, and ${what} is hidden at byte ${at}.`,
  );
