// A part of the file at hand, moved along it, so that tokens are read without waiting for each byte.
import type { StoredBytes } from '../../stored-bytes.ts';
import { PAGE_BYTES } from '../../stored-bytes.ts';

/** A part that is left with fewer bytes than this is moved on. */
const LOW_BYTES = 64 * 1024;

/** Moves over a file; never holds more than one part of it. */
export class Window {
  readonly #source: StoredBytes;
  readonly #partBytes: number;
  /** The bytes at hand. */
  bytes: Buffer = Buffer.alloc(0);
  /** The offset of the first of them in the file. */
  start = 0;

  /** `partBytes` is how much is read at once. */
  constructor(source: StoredBytes, partBytes = PAGE_BYTES) {
    this.#source = source;
    this.#partBytes = partBytes;
  }

  get size(): number {
    return this.#source.size;
  }

  get end(): number {
    return this.start + this.bytes.byteLength;
  }

  /** Whether the file ends where the bytes at hand do. */
  get isAtEnd(): boolean {
    return this.end >= this.size;
  }

  /** Makes the bytes from `at` on available: a part, or `length` where that is more. */
  async load(at: number, length = 0): Promise<void> {
    const low = Math.min(LOW_BYTES, this.#partBytes);
    const needed = Math.min(Math.max(length, low), this.size - at);
    if (at >= this.start && at + needed <= this.end) return;
    const toBorder = this.#partBytes - (at % this.#partBytes);
    const bytes = await this.#source.read(at, Math.max(toBorder, needed));
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.start = at;
  }

  /** Up to `length` bytes from anywhere; the part at hand stays. */
  async peek(at: number, length: number): Promise<Buffer> {
    if (at >= this.start && Math.min(at + length, this.size) <= this.end) {
      return this.bytes.subarray(at - this.start, at - this.start + length);
    }
    const bytes = await this.#source.read(at, length);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Where a word stands next, from `at` on; -1 when it does not. */
  async find(word: string, at: number): Promise<number> {
    for (let from = at; from < this.size; from = Math.max(from + 1, this.end - word.length + 1)) {
      await this.load(from, word.length);
      const found = this.bytes.indexOf(word, from - this.start, 'latin1');
      if (found >= 0) return this.start + found;
      if (this.isAtEnd) break;
    }
    return -1;
  }
}
