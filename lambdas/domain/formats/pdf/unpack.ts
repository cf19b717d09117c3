// Unpacks streams that hold objects or cross-references, within a budget for the whole file.
import { FormatError } from '../evidence.ts';
import { decode, type Filter } from './filters.ts';
import type { Decryption } from './protection.ts';
import type { FileObject } from './scan.ts';
import type { Window } from './window.ts';

/** Packed bytes of one stream of objects; programs write some kilobytes into each. */
const PACKED_MAX_BYTES = 16 * 1024 * 1024;
/** Unpacked bytes of one stream of objects. */
const UNPACKED_MAX_BYTES = 64 * 1024 * 1024;
/** How much all of them together may unpack to: objects as text pack to a tenth. */
const TOTAL_BASE_BYTES = 16 * 1024 * 1024;
const TOTAL_TIMES = 16;

/** Unpacks streams; the budget is for the file, however often a stream is unpacked. */
export class Unpacker {
  #left: number;
  readonly #decryption: Decryption;

  constructor(fileBytes: number, decryption: Decryption) {
    this.#left = TOTAL_BASE_BYTES + TOTAL_TIMES * fileBytes;
    this.#decryption = decryption;
  }

  /** The data of a stream, decrypted and behind its filters. @throws FormatError */
  async unpack(
    window: Window,
    { number, generation, stream }: FileObject,
    filters: readonly Filter[],
  ): Promise<Buffer> {
    if (!stream) throw new FormatError('contradictory', `Object ${number} is no stream.`);
    const { start, end, hasClearStart, isLengthTrue, dictionary } = stream;
    if (isLengthTrue === false) {
      throw new FormatError(
        'contradictory',
        `The length of stream ${number} does not lead to its end.`,
      );
    }
    if (!hasClearStart && !findsItsStart(filters)) {
      throw new FormatError(
        'contradictory',
        `It is not clear where the data of stream ${number} begin.`,
      );
    }
    if (end - start > PACKED_MAX_BYTES) {
      throw new FormatError(
        'unreadable',
        `Stream ${number} packs objects into ${end - start} bytes.`,
      );
    }
    const raw = await window.peek(start, end - start);
    const packed = this.#decryption.stream(
      dataOf(raw, dictionary.get('Length')),
      number,
      generation,
      filters,
    );
    const content = decode(packed, filters, Math.min(this.#left, UNPACKED_MAX_BYTES));
    this.#left -= content.byteLength;
    return content;
  }
}

/** Compressed data that begin one byte early or late are no compressed data. */
const findsItsStart = (filters: readonly Filter[]): boolean =>
  filters[0]?.name === 'FlateDecode' || filters[0]?.name === 'Fl';

/** Without the line end before `endstream`, where the length does not say what belongs to the data. */
function dataOf(raw: Buffer, length: unknown): Buffer {
  if (typeof length === 'number') return raw.subarray(0, length);
  let end = raw.byteLength;
  if (raw[end - 1] === 0x0a) end -= 1;
  if (raw[end - 1] === 0x0d) end -= 1;
  return raw.subarray(0, end);
}
