// Searches the bytes of a PDF for objects that only a reader would find that repairs the file.
import { FormatError } from '../evidence.ts';
import { isDigit, isRegular, isSpace } from './characters.ts';
import type { ObjectTable } from './object-table.ts';
import type { Window } from './window.ts';

const OBJECT = 'obj';
const TRAILER = 'trailer';

/**
 * Readers that cannot follow the cross-references search for `obj` and `trailer` anywhere, in streams, strings and comments.
 * @throws FormatError when one stands where the scan saw none
 */
export async function refuseHidden(
  window: Window,
  table: ObjectTable,
  trailers: ReadonlySet<number>,
): Promise<void> {
  for (let at = await window.find(OBJECT, 0); at >= 0; at = await window.find(OBJECT, at + 1)) {
    if (table.hasKeywordAt(at)) continue;
    const before = await window.peek(Math.max(0, at - 1), 1);
    const after = (await window.peek(at + OBJECT.length, 1))[0];
    // `endobj` is another word; so is what goes on with letters.
    const isWord = at > 0 && (isSpace(before[0]) || isDigit(before[0]) || !isRegular(before[0]));
    if (isWord && !(isRegular(after) && !isDigit(after))) {
      throw new FormatError(
        'contradictory',
        `Its cross-references are broken, and an object is hidden at byte ${at}.`,
      );
    }
  }
  for (let at = await window.find(TRAILER, 0); at >= 0; at = await window.find(TRAILER, at + 1)) {
    if (trailers.has(at)) continue;
    throw new FormatError(
      'contradictory',
      `Its cross-references are broken, and a trailer is hidden at byte ${at}.`,
    );
  }
}
