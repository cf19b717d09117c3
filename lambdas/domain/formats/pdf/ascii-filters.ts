// Undoes the filters that write bytes as text, and run lengths (ISO 32000-2 §7.4.2, §7.4.3 and §7.4.5).
import { bytesInWords } from '../../bytes-in-words.ts';
import { FormatError } from '../evidence.ts';
import { hexValue, isSpace } from './characters.ts';

const GREATER_THAN = 0x3e;
const TILDE = 0x7e;

/** `ASCIIHexDecode`: pairs of digits up to `>`. */
export function decodeAsciiHex(data: Uint8Array): Buffer {
  const out = Buffer.alloc(Math.ceil(data.byteLength / 2));
  let length = 0;
  let high = -1;
  for (const byte of data) {
    if (byte === GREATER_THAN) break;
    if (isSpace(byte)) continue;
    const digit = hexValue(byte);
    if (digit < 0)
      throw new FormatError('unreadable', 'ASCIIHex data hold a byte that is no digit.');
    if (high < 0) high = digit;
    else {
      out[length] = high * 16 + digit;
      length += 1;
      high = -1;
    }
  }
  if (high >= 0) {
    out[length] = high * 16;
    length += 1;
  }
  return out.subarray(0, length);
}

/** `ASCII85Decode`: five characters for four bytes, `z` for four zeros, up to `~>`. */
export function decodeAscii85(data: Uint8Array): Buffer {
  const out = Buffer.alloc(4 * data.byteLength);
  let length = 0;
  const group: number[] = [];
  const flush = (bytes: number) => {
    while (group.length < 5) group.push(84);
    let value = 0;
    for (const digit of group) value = value * 85 + digit;
    // Readers keep the low 32 bits of what no sound group exceeds.
    out.writeUInt32BE(value % 2 ** 32, length);
    length += bytes;
    group.length = 0;
  };
  for (let at = startOfAscii85(data); at < data.byteLength; at += 1) {
    const byte = data[at] ?? 0;
    if (byte === TILDE) break;
    if (isSpace(byte)) continue;
    if (byte === 0x7a && group.length === 0) {
      length += 4;
      continue;
    }
    if (byte < 0x21 || byte > 0x75) {
      throw new FormatError('unreadable', 'ASCII85 data hold a byte that is no digit.');
    }
    group.push(byte - 0x21);
    if (group.length === 5) flush(4);
  }
  if (group.length > 1) flush(group.length - 1);
  return out.subarray(0, length);
}

/** Some programs begin with `<~`, as PostScript does. */
const startOfAscii85 = (data: Uint8Array): number => {
  let at = 0;
  while (isSpace(data[at])) at += 1;
  return data[at] === 0x3c && data[at + 1] === TILDE ? at + 2 : at;
};

const END_OF_DATA = 128;

/** `RunLengthDecode`: a length below 128 and that many bytes and one, or one above and a byte to repeat. */
export function decodeRunLength(data: Uint8Array, maxBytes: number): Buffer {
  const out: Buffer[] = [];
  let length = 0;
  for (let at = 0; at < data.byteLength; ) {
    const run = data[at] ?? END_OF_DATA;
    if (run === END_OF_DATA) break;
    const isLiteral = run < END_OF_DATA;
    const part = isLiteral
      ? Buffer.from(data.subarray(at + 1, at + 2 + run))
      : Buffer.alloc(257 - run, data[at + 1] ?? 0);
    at += isLiteral ? run + 2 : 2;
    length += part.byteLength;
    if (length > maxBytes)
      throw new FormatError('unreadable', `A stream unpacks to over ${bytesInWords(maxBytes)}.`);
    out.push(part);
  }
  return Buffer.concat(out);
}
