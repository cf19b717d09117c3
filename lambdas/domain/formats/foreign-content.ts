// Finds a second file inside a file, the other half of a polyglot, in one pass over bytes that were read already.
import { type ForeignContent, foreignKinds } from './evidence.ts';
import { hasMark, uint16, uint32 } from './fields.ts';

const PERCENT = 0x25;
const LETTER_P = 0x50;
/** The end record of a ZIP directory, which is all that an unpacker looks for (APPNOTE 6.3 §4.3.16). */
const ZIP_END = 'PK\x05\x06';
/** Length of that record, and so of the smallest ZIP archive. */
export const ZIP_END_BYTES = 22;

/**
 * The first mark of a PDF or a ZIP directory among these bytes, which begin at `offset`, of these kinds. Text is no mark:
 * what stands in a comment or a caption is never run, since each file is served under its own type with `nosniff`.
 * The marks are so long that in compressed pixels they occur by chance once in some ten million files of 512 KiB.
 */
export function findForeign(
  bytes: Uint8Array,
  offset = 0,
  kinds: readonly ForeignContent['kind'][] = foreignKinds,
): ForeignContent | undefined {
  for (let at = 0; at < bytes.byteLength; at += 1) {
    const kind = kindAt(bytes, at);
    if (kind && kinds.includes(kind)) return { kind, at: offset + at };
  }
  return undefined;
}

function kindAt(bytes: Uint8Array, at: number): ForeignContent['kind'] | undefined {
  switch (bytes[at]) {
    case PERCENT:
      return hasMark(bytes, at, '%PDF-') ? 'PDF' : undefined;
    case LETTER_P:
      return isZipEnd(bytes, at) ? 'ZIP' : undefined;
    default:
      return undefined;
  }
}

/** Four bytes occur by chance too often, so the record must be sound: one disk, and as many entries there as in all. */
function isZipEnd(bytes: Uint8Array, at: number): boolean {
  if (!hasMark(bytes, at, ZIP_END)) return false;
  if (at + ZIP_END_BYTES > bytes.byteLength) return false;
  const isOneDisk = uint32(bytes, at + 4) === 0;
  return isOneDisk && uint16(bytes, at + 8) === uint16(bytes, at + 10);
}
