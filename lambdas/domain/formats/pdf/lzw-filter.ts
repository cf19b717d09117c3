// Undoes LZW compression (ISO 32000-2 §7.4.4).
import { bytesInWords } from '../../bytes-in-words.ts';
import { FormatError } from '../evidence.ts';

const CLEAR_TABLE = 256;
const END_OF_DATA = 257;
const FIRST_CODE = 258;
const MAX_CODES = 4096;
const FIRST_BITS = 9;
const MAX_BITS = 12;

/** `earlyChange` is how many codes early the code length grows: 1 by default, or 0. */
export function decodeLzw(data: Uint8Array, earlyChange: number, maxBytes: number): Buffer {
  let out = Buffer.alloc(Math.min(maxBytes, Math.max(1024, 4 * data.byteLength)));
  let length = 0;
  /** Where each code's bytes stand in the output, and how many they are. */
  const starts = new Float64Array(MAX_CODES);
  const lengths = new Uint32Array(MAX_CODES);
  let codes = FIRST_CODE;
  let bits = FIRST_BITS;
  let previousStart = -1;
  let previousLength = 0;
  let buffered = 0;
  let bufferedBits = 0;

  const room = (bytes: number) => {
    if (length + bytes > maxBytes) {
      throw new FormatError('unreadable', `A stream unpacks to over ${bytesInWords(maxBytes)}.`);
    }
    if (length + bytes <= out.byteLength) return;
    const larger = Buffer.alloc(Math.min(maxBytes, 2 * (length + bytes)));
    out.copy(larger, 0, 0, length);
    out = larger;
  };

  for (const byte of data) {
    buffered = ((buffered << 8) | byte) & 0xff_ffff;
    bufferedBits += 8;
    if (bufferedBits < bits) continue;
    bufferedBits -= bits;
    const code = (buffered >>> bufferedBits) & ((1 << bits) - 1);
    if (code === END_OF_DATA) break;
    if (code === CLEAR_TABLE) {
      codes = FIRST_CODE;
      bits = FIRST_BITS;
      previousStart = -1;
      continue;
    }
    const start = length;
    if (code < CLEAR_TABLE) {
      room(1);
      out[length] = code;
      length += 1;
    } else if (code < codes || (code === codes && previousStart >= 0)) {
      // The code that comes next is the previous bytes and the first of them again.
      const from = code < codes ? (starts[code] ?? 0) : previousStart;
      const count = code < codes ? (lengths[code] ?? 0) : previousLength + 1;
      room(count);
      // Byte by byte: source and target can overlap.
      for (let index = 0; index < count; index += 1) out[length + index] = out[from + index] ?? 0;
      length += count;
    } else throw new FormatError('unreadable', 'LZW data hold a code that stands for nothing.');
    if (previousStart >= 0 && codes < MAX_CODES) {
      starts[codes] = previousStart;
      lengths[codes] = previousLength + 1;
      codes += 1;
    }
    previousStart = start;
    previousLength = length - start;
    if (codes + earlyChange >= 1 << bits && bits < MAX_BITS) bits += 1;
  }
  return out.subarray(0, length);
}
