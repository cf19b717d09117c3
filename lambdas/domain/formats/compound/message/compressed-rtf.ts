// Unpacks the rich text body of an Outlook message (MS-OXRTFCP, section 2).
import type { StoredBytes } from '../../../stored-bytes.ts';
import { FormatError } from '../../evidence.ts';
import { hasMark } from '../../fields.ts';

const HEADER_BYTES = 16;
const DICTIONARY_BYTES = 4096;
/** The initial content of the dictionary (MS-OXRTFCP, section 2.1.2.1). */
const FIRST_WORDS =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
/** How much is read at a time. */
const CHUNK_BYTES = 64 * 1024;

/** The text, piece by piece; nine bytes of it at most for each packed one. @throws FormatError where the body is of no known kind */
export async function* unpackRtf(stream: StoredBytes): AsyncGenerator<Uint8Array> {
  const header = await stream.read(0, HEADER_BYTES);
  if (hasMark(header, 8, 'MELA')) {
    for (let at = HEADER_BYTES; at < stream.size; at += CHUNK_BYTES) {
      yield await stream.read(at, CHUNK_BYTES);
    }
    return;
  }
  if (!hasMark(header, 8, 'LZFu')) {
    throw new FormatError('unreadable', 'Its rich text body is packed in an unknown way.');
  }
  const unpacker = new Unpacker();
  for (let at = HEADER_BYTES; at < stream.size && !unpacker.isDone; at += CHUNK_BYTES) {
    yield unpacker.push(await stream.read(at, CHUNK_BYTES));
  }
}

/** Literals, and references of two bytes into the last 4 KiB; a byte before eight of them says which is which. */
class Unpacker {
  readonly #dictionary = Buffer.alloc(DICTIONARY_BYTES, ' ');
  #end = this.#dictionary.write(FIRST_WORDS, 'latin1');
  #control = 0;
  #controlBits = 0;
  #reference: number | undefined;
  #out: number[] = [];
  isDone = false;

  push(packed: Uint8Array): Uint8Array {
    this.#out = [];
    for (const byte of packed) {
      if (this.isDone) break;
      if (this.#reference !== undefined) this.#copy((this.#reference << 8) | byte);
      else if (this.#controlBits === 0) {
        this.#control = byte;
        this.#controlBits = 8;
      } else if (this.#control & 1) this.#reference = byte;
      else {
        this.#emit(byte);
        this.#advance();
      }
    }
    return Uint8Array.from(this.#out);
  }

  #copy(reference: number): void {
    const from = reference >> 4;
    if (from === this.#end) {
      this.isDone = true;
      return;
    }
    const length = (reference & 0xf) + 2;
    for (let index = 0; index < length; index += 1) {
      this.#emit(this.#dictionary[(from + index) % DICTIONARY_BYTES] ?? 0);
    }
    this.#reference = undefined;
    this.#advance();
  }

  #emit(byte: number): void {
    this.#out.push(byte);
    this.#dictionary[this.#end] = byte;
    this.#end = (this.#end + 1) % DICTIONARY_BYTES;
  }

  #advance(): void {
    this.#control >>= 1;
    this.#controlBits -= 1;
  }
}
