// Looks at bytes as receive-upload does, with the budget that it has.
import { readFileSync } from 'node:fs';
import { lookCloser } from '../../../lambdas/domain/formats/look-closer.ts';
import { bytesInMemory } from '../bytes-in-memory.ts';

const fixtures = new URL('../../fixtures/files/', import.meta.url);

/** A real file. */
export const real = (name: string): Buffer => readFileSync(new URL(name, fixtures));

/** What is seen in these bytes as a file of this type. */
export const look = (type: string, bytes: Uint8Array) => lookCloser(type, bytesInMemory(bytes));

/** Bytes one after the other; each character of a text is one byte. */
export const join = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );

/** A number of so many bytes, the most significant first. */
export function be(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}

/** A number of so many bytes, the least significant first. */
export function le(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntLE(value, 0, length);
  return bytes;
}

/** A file with other bytes in one place. */
export function patched(bytes: Uint8Array, at: number, by: Uint8Array | string): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(Buffer.from(by as string, 'latin1'), at);
  return copy;
}
