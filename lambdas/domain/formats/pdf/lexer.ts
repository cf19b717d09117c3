// Cuts bytes into the tokens of PDF syntax (ISO 32000-2 §7.2 and §7.3).
import { FormatError } from '../evidence.ts';
import { CARRIAGE_RETURN, hexValue, isDigit, isRegular, isSpace, LINE_FEED } from './characters.ts';
import { PdfString } from './values.ts';

/** What a token is; its content stands in the lexer's fields. */
export const tokens = {
  end: 0,
  number: 1,
  name: 2,
  string: 3,
  openArray: 4,
  closeArray: 5,
  openDictionary: 6,
  closeDictionary: 7,
  keyword: 8,
  /** A delimiter where none can stand. */
  stray: 9,
} as const;
export type Token = (typeof tokens)[keyof typeof tokens];

/** The bytes at hand end within a token, and the file does not. */
export class MoreBytesNeededError extends Error {
  override readonly name = 'MoreBytesNeededError';
}

/** One token after the other out of a part of a file. */
export class Lexer {
  readonly #bytes: Uint8Array;
  readonly #isWhole: boolean;
  readonly #end: number;
  /** Where the next token is looked for. */
  at: number;
  /** Where the last token began. */
  start = 0;
  /** Of a number; NaN when it is none that all readers read alike. */
  number = 0;
  /** Of a name or keyword. */
  text = '';
  string: PdfString | undefined;

  /** Reads from `at` up to `end`; `isWhole` says that nothing follows there. */
  constructor(bytes: Uint8Array, at: number, isWhole: boolean, end = bytes.byteLength) {
    this.#bytes = bytes;
    this.at = at;
    this.#isWhole = isWhole;
    this.#end = end;
  }

  /**
   * @throws MoreBytesNeededError
   * @throws FormatError at a string without an end
   */
  next(): Token {
    const bytes = this.#bytes;
    this.#skipSpace();
    this.start = this.at;
    const byte = this.at < this.#end ? bytes[this.at] : undefined;
    if (byte === undefined) return this.#atEnd(tokens.end);
    switch (byte) {
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literal();
      case 0x5b:
        this.at += 1;
        return tokens.openArray;
      case 0x5d:
        this.at += 1;
        return tokens.closeArray;
      case 0x3c:
        return this.#lessThan();
      case 0x3e:
        return this.#greaterThan();
      case 0x7b:
      case 0x7d:
      case 0x29:
        this.at += 1;
        return tokens.stray;
      default:
        return startsNumber(byte) ? this.#number() : this.#keyword();
    }
  }

  #atEnd(token: Token): Token {
    if (!this.#isWhole && this.at >= this.#end) throw new MoreBytesNeededError();
    return token;
  }

  #skipSpace(): void {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.at;
    for (; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === 0x25) {
        while (at < end && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN) at += 1;
      } else if (!isSpace(byte)) break;
    }
    this.at = at;
  }

  #number(): Token {
    const bytes = this.#bytes;
    let at = this.at;
    let isSound = true;
    let hasDigit = false;
    let sign = 1;
    let value = 0;
    /** What the next digit behind the point counts; 0 before it. */
    let fraction = 0;
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) {
      if (bytes[at] === 0x2d) sign = -1;
      at += 1;
    }
    for (; at < this.#end; at += 1) {
      const byte = bytes[at];
      if (isDigit(byte)) {
        hasDigit = true;
        if (fraction === 0) value = value * 10 + ((byte ?? 0) - 0x30);
        else {
          value += ((byte ?? 0) - 0x30) * fraction;
          fraction /= 10;
        }
      } else if (byte === 0x2e && fraction === 0) fraction = 0.1;
      else if (byte === 0x2e || byte === 0x2d || byte === 0x2b) isSound = false;
      else break;
    }
    this.at = at;
    this.number = isSound && hasDigit ? sign * value : Number.NaN;
    return this.#atEnd(tokens.number);
  }

  #keyword(): Token {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.at;
    let hash = 0;
    while (at < end && isRegular(bytes[at])) {
      hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
      at += 1;
    }
    this.text = nameCache.textOf(bytes, this.at, at, hash);
    this.at = at;
    return this.#atEnd(tokens.keyword);
  }

  #name(): Token {
    const bytes = this.#bytes;
    const end = this.#end;
    const start = this.at + 1;
    let at = start;
    let hash = 0;
    let isEscaped = false;
    while (at < end && isRegular(bytes[at])) {
      if (bytes[at] === 0x23) isEscaped = true;
      hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
      at += 1;
    }
    this.at = at;
    this.text = isEscaped
      ? unescapeName(bytes.subarray(start, at))
      : nameCache.textOf(bytes, start, at, hash);
    return this.#atEnd(tokens.name);
  }

  #literal(): Token {
    const bytes = this.#bytes;
    const end = this.#end;
    let depth = 1;
    let at = this.at + 1;
    for (; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === 0x5c) at += 1;
      else if (byte === 0x28) depth += 1;
      else if (byte === 0x29) {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    return this.#endString(at, false);
  }

  #lessThan(): Token {
    const second = this.#second();
    if (second === 0x3c) {
      this.at += 2;
      return tokens.openDictionary;
    }
    let at = this.at + 1;
    while (at < this.#end && this.#bytes[at] !== 0x3e) at += 1;
    return this.#endString(at, true);
  }

  /** `at` is the closing delimiter's offset, or the end of the bytes where there is none. */
  #endString(at: number, isHex: boolean): Token {
    if (at >= this.#end) {
      if (!this.#isWhole) throw new MoreBytesNeededError();
      // It would hold all that follows; what begins within it is not looked for, since that takes quadratic time.
      throw new FormatError('truncated', 'A string has no end.');
    }
    this.string = new PdfString(this.#bytes, this.at + 1, at, isHex);
    this.at = at + 1;
    return tokens.string;
  }

  /** The byte behind the next one. */
  #second(): number | undefined {
    if (this.at + 1 < this.#end) return this.#bytes[this.at + 1];
    if (!this.#isWhole) throw new MoreBytesNeededError();
    return undefined;
  }

  #greaterThan(): Token {
    const second = this.#second();
    this.at += second === 0x3e ? 2 : 1;
    return second === 0x3e ? tokens.closeDictionary : tokens.stray;
  }
}

const startsNumber = (byte: number): boolean =>
  isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === 0x2e;

/** `#xx` stands for a byte; a `#` without two digits stands for itself (§7.3.5). */
function unescapeName(written: Uint8Array): string {
  let name = '';
  for (let at = 0; at < written.byteLength; at += 1) {
    const high = written[at] === 0x23 ? hexValue(written[at + 1]) : -1;
    const low = high < 0 ? -1 : hexValue(written[at + 2]);
    name += String.fromCharCode(low < 0 ? (written[at] ?? 0) : high * 16 + low);
    if (low >= 0) at += 2;
  }
  return name;
}

/** Longer names are made each time. */
const CACHED_NAME_MAX_BYTES = 32;
const CACHE_SLOTS = 1024;

/** The text of names, which repeat. */
class NameCache {
  readonly #slots: string[] = new Array(CACHE_SLOTS).fill('');

  textOf(bytes: Uint8Array, start: number, end: number, hash: number): string {
    if (end - start > CACHED_NAME_MAX_BYTES) return latin1(bytes, start, end);
    const slot = (hash ^ (hash >>> 10)) & (CACHE_SLOTS - 1);
    const cached = this.#slots[slot] ?? '';
    if (isText(bytes, start, end, cached)) return cached;
    const text = latin1(bytes, start, end);
    this.#slots[slot] = text;
    return text;
  }
}

function isText(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

const latin1 = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');

/** One for all files: a name's text depends on nothing but its bytes. */
const nameCache = new NameCache();
