// How much markup of one document is parsed: enough for any document of its size, and too little to stall a judgement.
import { bytesInWords } from '../../bytes-in-words.ts';
import { FormatError } from '../evidence.ts';

/** Bytes that are parsed of any document. */
const BASE_BYTES = 16 * 1024 ** 2;
/** Bytes that are parsed for each byte of the file besides. */
const BYTES_FOR_EACH = 24;

/** Counts the markup that is parsed. */
export class MarkupBudget {
  #left: number;
  readonly #bytes: number;

  /** @param fileBytes size of the file as it was uploaded */
  constructor(fileBytes: number) {
    this.#bytes = BASE_BYTES + BYTES_FOR_EACH * fileBytes;
    this.#left = this.#bytes;
  }

  /** Passes chunks on while the budget lasts. @throws FormatError past it */
  async *spend(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#left -= chunk.byteLength;
      if (this.#left < 0) {
        const detail = `It has more than the ${bytesInWords(this.#bytes)} of markup that are read of a file of its size.`;
        throw new FormatError('unreadable', detail);
      }
      yield chunk;
    }
  }
}
