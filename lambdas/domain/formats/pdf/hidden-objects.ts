// Searches the bytes of a PDF for objects that only a reader would find that repairs the file.
import { FormatError } from '../evidence.ts';
import { isDigit, isRegular } from './characters.ts';
import type { ObjectTable } from './object-table.ts';
import type { Window } from './window.ts';

const OBJECT = 'obj';
const TRAILER = 'trailer';
/** How far parts overlap: every word stands whole in one of them, with a byte on each side. */
const OVERLAP_BYTES = TRAILER.length + 1;

/**
 * Readers that cannot follow the cross-references search for `obj` and `trailer` anywhere, in streams, strings and comments.
 * @throws FormatError when one stands where the scan saw none
 */
export async function refuseHidden(
  window: Window,
  table: ObjectTable,
  trailers: ReadonlySet<number>,
): Promise<void> {
  for (let from = 0; from < window.size; from = window.end - OVERLAP_BYTES) {
    await window.load(from, 2 * OVERLAP_BYTES);
    const object = hiddenObject(window, from, table);
    if (object >= 0) throw flawAt('an object', object);
    const trailer = hiddenTrailer(window, from, trailers);
    if (trailer >= 0) throw flawAt('a trailer', trailer);
    if (window.isAtEnd) break;
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
    // `endobj` is another keyword, and so is any word that continues with letters.
    const isWord = !isLetterLike(before) && !isLetterLike(after);
    if (isWord && !table.hasKeywordAt(start + index)) return start + index;
  }
  return -1;
}

function hiddenTrailer(
  { bytes, start }: Window,
  from: number,
  trailers: ReadonlySet<number>,
): number {
  let index = bytes.indexOf(TRAILER, from - start, 'latin1');
  for (; index >= 0; index = bytes.indexOf(TRAILER, index + 1, 'latin1')) {
    if (!trailers.has(start + index)) return start + index;
  }
  return -1;
}

const isLetterLike = (byte: number | undefined): boolean => isRegular(byte) && !isDigit(byte);

const flawAt = (what: string, at: number): FormatError =>
  new FormatError(
    'contradictory',
    `Its cross-references are broken, and ${what} is hidden at byte ${at}.`,
  );
