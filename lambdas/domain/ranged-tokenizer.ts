// The tokenizer of strtok3 over stored bytes, for file-type: a mark far from the start costs one ranged request.
import { AbstractTokenizer, EndOfStreamError, type IReadChunkOptions } from 'strtok3/core';
import type { StoredBytes } from './stored-bytes.ts';

/** A tokenizer with random access over stored bytes; their budget is its budget. */
export class RangedTokenizer extends AbstractTokenizer {
  readonly fileInfo: { size: number };
  readonly #bytes: StoredBytes;

  constructor(bytes: StoredBytes) {
    // A length that a file announces allocates no more than can be read of it.
    super({ maxBufferSize: bytes.size || 1 });
    this.#bytes = bytes;
    this.fileInfo = { size: bytes.size };
  }

  supportsRandomAccess(): boolean {
    return true;
  }

  setPosition(position: number): void {
    this.position = position;
  }

  async peekBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { position, length, mayBeLess } = this.normalizeOptions(target, options);
    const available = Math.max(0, Math.min(length, this.fileInfo.size - position));
    if (!mayBeLess && available < length) throw new EndOfStreamError();
    target.set(await this.#bytes.read(position, available));
    return available;
  }

  async readBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { position } = this.normalizeOptions(target, options);
    const length = await this.peekBuffer(target, options);
    this.position = position + length;
    return length;
  }
}
