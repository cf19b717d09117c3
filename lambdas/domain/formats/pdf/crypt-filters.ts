// Decrypts strings and streams with the key of the file (ISO 32000-2 §7.6.2 and §7.6.5).
import { createDecipheriv, createHash } from 'node:crypto';
import { FormatError } from '../evidence.ts';
import type { Filter } from './filters.ts';
import type { Decryption } from './protection.ts';
import { rc4 } from './rc4.ts';

/** How data are encrypted. */
export type Method = 'identity' | 'rc4' | 'aes-128' | 'aes-256';

/** The methods for strings, for streams, and by the name that a stream can give. */
export interface Methods {
  readonly strings: Method;
  readonly streams: Method;
  readonly named: ReadonlyMap<string, Method>;
}

const BLOCK_BYTES = 16;

export const decryptionWith = (key: Buffer, methods: Methods): Decryption => ({
  string: (bytes, number, generation) => decrypt(bytes, methods.strings, key, number, generation),
  stream: (bytes, number, generation, filters) =>
    decrypt(bytes, methodOf(filters, methods), key, number, generation),
});

function methodOf(filters: readonly Filter[], { streams, named }: Methods): Method {
  const index = filters.findIndex(({ name }) => name === 'Crypt');
  if (index < 0) return streams;
  const name = filters[index]?.parameters.get('Name') ?? 'Identity';
  const method = typeof name === 'string' ? named.get(name) : undefined;
  if (index > 0 || method === undefined) {
    throw new FormatError('contradictory', 'It is not clear how a stream of objects is encrypted.');
  }
  return method;
}

function decrypt(
  bytes: Buffer,
  method: Method,
  key: Buffer,
  number: number,
  generation: number,
): Buffer {
  switch (method) {
    case 'identity':
      return bytes;
    case 'rc4':
      return rc4(objectKey(key, number, generation), bytes);
    case 'aes-128':
      return aes('aes-128-cbc', objectKey(key, number, generation, 'sAlT'), bytes);
    case 'aes-256':
      return aes('aes-256-cbc', key, bytes);
  }
}

/** Algorithm 1: each object has its own key. */
function objectKey(key: Buffer, number: number, generation: number, salt = ''): Buffer {
  const object = Buffer.from([
    number & 0xff,
    (number >>> 8) & 0xff,
    (number >>> 16) & 0xff,
    generation & 0xff,
    (generation >>> 8) & 0xff,
  ]);
  const hash = createHash('md5').update(key).update(object).update(salt, 'latin1').digest();
  return hash.subarray(0, Math.min(key.byteLength + 5, 16));
}

/** The data behind the initialization vector, without the padding of the last block. */
function aes(algorithm: string, key: Buffer, bytes: Buffer): Buffer {
  const end = bytes.byteLength - (bytes.byteLength % BLOCK_BYTES);
  if (end < 2 * BLOCK_BYTES) return Buffer.alloc(0);
  const cipher = createDecipheriv(algorithm, key, bytes.subarray(0, BLOCK_BYTES));
  cipher.setAutoPadding(false);
  const data = cipher.update(bytes.subarray(BLOCK_BYTES, end));
  const padding = data.at(-1) ?? 0;
  const isPadded = padding >= 1 && padding <= BLOCK_BYTES;
  return isPadded ? data.subarray(0, data.byteLength - padding) : data;
}
