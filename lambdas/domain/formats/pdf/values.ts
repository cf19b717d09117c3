// The values that PDF objects consist of (ISO 32000-2 §7.3). A name is a JavaScript string, escapes resolved.
import { hexValue, isSpace } from './characters.ts';

/** `12 0 R`. */
export class Reference {
  readonly number: number;
  readonly generation: number;
  constructor(number: number, generation: number) {
    this.number = number;
    this.generation = generation;
  }
}

/** A literal or hexadecimal string as it is written; decoded only when it matters. */
export class PdfString {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  readonly #isHex: boolean;
  /** `start` and `end` are the offsets of what stands between the delimiters. */
  constructor(bytes: Uint8Array, start: number, end: number, isHex: boolean) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#isHex = isHex;
  }

  /** The string's first bytes, at most `maxBytes`, escapes resolved and not yet decrypted (§7.3.4). */
  decode(maxBytes = Number.POSITIVE_INFINITY): Buffer {
    const written = this.#bytes.subarray(this.#start, this.#end);
    return this.#isHex ? decodeHex(written, maxBytes) : decodeLiteral(written, maxBytes);
  }
}

/** A dictionary, its keys and values in the order in which they stand; a key can stand there twice. */
export class Dictionary {
  /** Key, value, key, value. */
  readonly items: readonly Value[];
  /** Keys and values do not alternate as they stand; every name is then taken for a key of what follows it. */
  readonly isLoose: boolean;
  constructor(items: readonly Value[], isLoose = false) {
    this.items = items;
    this.isLoose = isLoose;
  }

  /** Every value of a key but null, which is the same as none (§7.3.9). Readers differ in which of two they take. */
  all(key: string): Value[] {
    const found: Value[] = [];
    for (let at = 0; at < this.items.length; at += 2) {
      const value = this.items[at + 1];
      if (this.items[at] === key && value !== null && value !== undefined) found.push(value);
    }
    return found;
  }

  /** The first value of a key, or null. */
  get(key: string): Value {
    return this.all(key)[0] ?? null;
  }

  has(key: string): boolean {
    return this.all(key).length > 0;
  }
}

export type Value =
  | number
  | boolean
  | null
  | string
  | PdfString
  | Reference
  | Dictionary
  | readonly Value[];

export const isArray = (value: Value): value is readonly Value[] => Array.isArray(value);

/** A whole number from zero on that fits into what readers count with, or undefined. */
export const asCount = (value: Value | undefined): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

function decodeHex(written: Uint8Array, maxBytes: number): Buffer {
  const bytes: number[] = [];
  let high = -1;
  for (const byte of written) {
    const digit = hexValue(byte);
    if (digit < 0) {
      if (isSpace(byte)) continue;
      // Readers skip what is no digit.
      continue;
    }
    if (high < 0) high = digit;
    else {
      bytes.push(high * 16 + digit);
      high = -1;
      if (bytes.length >= maxBytes) break;
    }
  }
  if (high >= 0 && bytes.length < maxBytes) bytes.push(high * 16);
  return Buffer.from(bytes);
}

const BACKSLASH = 0x5c;
const escapes: Readonly<Record<number, number>> = {
  110: 0x0a,
  114: 0x0d,
  116: 0x09,
  98: 0x08,
  102: 0x0c,
};
const isOctal = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 0x30 && byte <= 0x37;

function decodeLiteral(written: Uint8Array, maxBytes: number): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < written.byteLength && bytes.length < maxBytes; at += 1) {
    const byte = written[at] ?? 0;
    if (byte === 0x0d) {
      // Every line end is one line feed.
      if (written[at + 1] === 0x0a) at += 1;
      bytes.push(0x0a);
    } else if (byte !== BACKSLASH) {
      bytes.push(byte);
    } else {
      at += 1;
      const escaped = written[at];
      if (escaped === undefined) break;
      if (isOctal(escaped)) {
        let code = 0;
        let digits = 0;
        for (; digits < 3 && isOctal(written[at + digits]); digits += 1) {
          code = code * 8 + ((written[at + digits] ?? 0x30) - 0x30);
        }
        at += digits - 1;
        bytes.push(code & 0xff);
      } else if (escaped === 0x0d) {
        if (written[at + 1] === 0x0a) at += 1;
      } else if (escaped !== 0x0a) {
        bytes.push(escapes[escaped] ?? escaped);
      }
    }
  }
  return Buffer.from(bytes);
}
