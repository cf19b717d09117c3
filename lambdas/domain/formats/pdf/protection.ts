// How the strings and streams of a PDF are decrypted.
import type { Filter } from './filters.ts';

/** Decrypts the content of an object of this number and generation. */
export interface Decryption {
  string(bytes: Buffer, number: number, generation: number): Buffer;
  stream(bytes: Buffer, number: number, generation: number, filters: readonly Filter[]): Buffer;
}

/** Of a file that is not encrypted. */
export const plain: Decryption = {
  string: (bytes) => bytes,
  stream: (bytes) => bytes,
};
