// The text of a Word document in its order: pieces of one byte or two for each character (MS-DOC, section 2.4.1).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { FormatError } from '../../evidence.ts';
import { uint8, uint16, uint32 } from '../../fields.ts';
import { readExactly } from '../../reading.ts';
import type { TablePart } from './fib.ts';

/** Longest list of pieces: a document saved quickly ten thousand times has a few hundred kilobytes. */
const LIST_MAX_BYTES = 16 * 1024 ** 2;
/** How much text is decoded at a time; even, so that no character of two bytes is cut. */
const CHUNK_BYTES = 64 * 1024;
/** What stands before properties, and before the list of pieces. */
const PROPERTIES = 1;
const PIECES = 2;
/** A piece of one byte for each character; its place is doubled. */
const COMPRESSED_FLAG = 0x40000000;

interface Piece {
  readonly start: number;
  readonly bytes: number;
  readonly isCompressed: boolean;
}

/** The document's text, part after part. @throws FormatError where pieces lie outside the stream or overlap in sum */
export async function* documentText(
  document: StoredBytes,
  table: StoredBytes,
  part: TablePart,
): AsyncGenerator<string> {
  if (part.length > LIST_MAX_BYTES) {
    throw new FormatError('unreadable', `Its list of pieces has ${part.length} bytes.`);
  }
  const list = await readExactly(table, part.start, part.length, 'list of pieces');
  const narrow = new TextDecoder('windows-1252');
  let left = document.size;
  for (const { start, bytes, isCompressed } of piecesOf(list)) {
    left -= bytes;
    if (bytes < 0 || left < 0 || start + bytes > document.size) {
      throw new FormatError(
        'contradictory',
        `A piece of text at byte ${start} has ${bytes} bytes.`,
      );
    }
    for (let at = 0; at < bytes; at += CHUNK_BYTES) {
      const chunk = await document.read(start + at, Math.min(CHUNK_BYTES, bytes - at));
      yield isCompressed ? narrow.decode(chunk) : Buffer.from(chunk).toString('utf16le');
    }
  }
}

function* piecesOf(list: Uint8Array): Generator<Piece> {
  let at = 0;
  while (uint8(list, at) === PROPERTIES) at += 3 + uint16(list, at + 1, 'little');
  if (uint8(list, at) !== PIECES) {
    throw new FormatError('contradictory', 'Its list of pieces has no beginning.');
  }
  const length = uint32(list, at + 1, 'little');
  const count = (length - 4) / 12;
  const places = at + 5;
  if (!Number.isInteger(count) || count < 1 || places + length > list.byteLength) {
    throw new FormatError('contradictory', `Its list of pieces claims ${length} bytes.`);
  }
  const descriptions = places + 4 * (count + 1);
  for (let index = 0; index < count; index += 1) {
    const first = uint32(list, places + 4 * index, 'little');
    const characters = uint32(list, places + 4 * index + 4, 'little') - first;
    const place = uint32(list, descriptions + 8 * index + 2, 'little');
    const isCompressed = (place & COMPRESSED_FLAG) !== 0;
    const start = place & 0x3fffffff;
    yield isCompressed
      ? { start: start >>> 1, bytes: characters, isCompressed }
      : { start, bytes: characters * 2, isCompressed };
  }
}
