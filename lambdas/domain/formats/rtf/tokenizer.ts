// Splits RTF into its tokens, as its bytes arrive: groups, control words, control symbols, text and binary data.

/** Receives the tokens in order; offsets count from the first byte of the file. */
export interface RtfHandler {
  /** A left brace. */
  open(at: number): void;
  /** A right brace. */
  close(at: number): void;
  /** A control word with its parameter. */
  word(name: string, parameter: number | undefined, at: number): void;
  /** A control symbol: a backslash and one byte that is no letter. */
  symbol(byte: number, at: number): void;
  /** `\'xx`: one byte in hexadecimal digits; undefined when the digits are none. */
  hex(byte: number | undefined, at: number): void;
  /** Bytes that are neither, among them line breaks, which readers ignore. A run may be split anywhere. */
  text(bytes: Uint8Array, start: number, end: number): void;
  /** A control word that a line break ends, with the letters behind it, which readers that drop line breaks take for one word. */
  brokenWord(name: string, at: number): void;
  /** `\binN` announces so many bytes, which are skipped unless the answer is false. */
  binary(length: number, at: number): boolean;
  /** Bytes that are skipped as binary data, the last of them or not. */
  binaryData(bytes: Uint8Array, isLast: boolean): void;
}

const states = { text: 0, backslash: 1, letters: 2, digits: 3, hex: 4, binary: 5 } as const;
type State = (typeof states)[keyof typeof states];

/** Letters of a word that are kept; control words have at most 32 (RTF 1.9.1, "RTF Syntax"). */
const WORD_MAX_LETTERS = 64;
/** Digits of a parameter that are kept; parameters have at most ten. */
const PARAMETER_MAX_DIGITS = 15;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x27;
const HYPHEN = 0x2d;
const BACKSLASH = 0x5c;
const LEFT_BRACE = 0x7b;
const RIGHT_BRACE = 0x7d;

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isLineBreak = (byte: number): boolean => byte === LINE_FEED || byte === RETURN;

/** The tokens of Rich Text Format 1.9.1. Linear in the bytes, with constant memory. */
export class RtfTokenizer {
  readonly #handler: RtfHandler;
  #state: State = states.text;
  /** Offset of the first byte of the bytes in hand. */
  #base = 0;
  #tokenAt = 0;
  #word = '';
  #digits = '';
  #broken: string | undefined;
  #binaryLeft = 0;

  constructor(handler: RtfHandler) {
    this.#handler = handler;
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.byteLength) at = this.#step(bytes, at);
    this.#base += bytes.byteLength;
  }

  /** Ends the file. Returns whether it ends inside a token or inside binary data. */
  end(): boolean {
    const isCut =
      this.#state === states.backslash || this.#state === states.hex || this.#binaryLeft > 0;
    if (this.#state === states.letters || this.#state === states.digits) this.#endWord(BLANK);
    this.#endBroken();
    return isCut || this.#binaryLeft > 0;
  }

  #step(bytes: Uint8Array, at: number): number {
    switch (this.#state) {
      case states.text:
        return this.#readText(bytes, at);
      case states.binary:
        return this.#skipBinary(bytes, at);
      case states.backslash:
        return this.#readSymbol(bytes[at] ?? 0, at);
      case states.hex:
        return this.#readHex(bytes[at] ?? 0, at);
      default:
        return this.#readWord(bytes, at);
    }
  }

  #readText(bytes: Uint8Array, start: number): number {
    let at = start;
    let byte = bytes[at] ?? 0;
    while (
      at < bytes.byteLength &&
      byte !== BACKSLASH &&
      byte !== LEFT_BRACE &&
      byte !== RIGHT_BRACE
    ) {
      at += 1;
      byte = bytes[at] ?? 0;
    }
    if (at > start) {
      if (this.#broken !== undefined) this.#joinBroken(bytes, start, at);
      this.#handler.text(bytes, start, at);
    }
    if (at === bytes.byteLength) return at;
    this.#endBroken();
    this.#tokenAt = this.#base + at;
    if (byte === LEFT_BRACE) this.#handler.open(this.#tokenAt);
    else if (byte === RIGHT_BRACE) this.#handler.close(this.#tokenAt);
    else this.#state = states.backslash;
    return at + 1;
  }

  #readSymbol(byte: number, at: number): number {
    this.#state = states.text;
    this.#word = '';
    this.#digits = '';
    if (isLetter(byte)) {
      this.#state = states.letters;
      return at;
    }
    if (byte === QUOTE) this.#state = states.hex;
    else this.#handler.symbol(byte, this.#tokenAt);
    return at + 1;
  }

  #readHex(byte: number, at: number): number {
    this.#digits += String.fromCharCode(byte);
    if (this.#digits.length < 2) return at + 1;
    this.#state = states.text;
    const isHex = /^[0-9a-f]{2}$/i.test(this.#digits);
    this.#handler.hex(isHex ? Number.parseInt(this.#digits, 16) : undefined, this.#tokenAt);
    return at + 1;
  }

  #readWord(bytes: Uint8Array, start: number): number {
    let at = start;
    while (at < bytes.byteLength) {
      const byte = bytes[at] ?? 0;
      if (this.#state === states.letters && isLetter(byte)) {
        if (this.#word.length < WORD_MAX_LETTERS) this.#word += String.fromCharCode(byte);
      } else if (isDigit(byte) || (byte === HYPHEN && this.#state === states.letters)) {
        this.#state = states.digits;
        if (this.#digits.length < PARAMETER_MAX_DIGITS) this.#digits += String.fromCharCode(byte);
      } else {
        this.#endWord(byte);
        // A blank belongs to the word that it ends; any other byte is read again.
        return byte === BLANK ? at + 1 : at;
      }
      at += 1;
    }
    return at;
  }

  #endWord(delimiter: number): void {
    this.#state = states.text;
    const parameter = /\d/.test(this.#digits) ? Number(this.#digits) : undefined;
    if (this.#word === 'bin') {
      this.#startBinary(parameter ?? 0);
      return;
    }
    if (isLineBreak(delimiter) && this.#digits === '') this.#broken = this.#word;
    this.#handler.word(this.#word, parameter, this.#tokenAt);
  }

  #startBinary(length: number): void {
    if (!this.#handler.binary(length, this.#tokenAt) || length <= 0) return;
    this.#binaryLeft = length;
    this.#state = states.binary;
  }

  #skipBinary(bytes: Uint8Array, at: number): number {
    const end = Math.min(bytes.byteLength, at + this.#binaryLeft);
    this.#binaryLeft -= end - at;
    this.#handler.binaryData(bytes.subarray(at, end), this.#binaryLeft === 0);
    if (this.#binaryLeft === 0) this.#state = states.text;
    return end;
  }

  #joinBroken(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (isLineBreak(byte) || byte === TAB) continue;
      if (!isLetter(byte) || (this.#broken?.length ?? 0) >= WORD_MAX_LETTERS) {
        this.#endBroken();
        return;
      }
      this.#broken += String.fromCharCode(byte);
    }
  }

  #endBroken(): void {
    if (this.#broken === undefined) return;
    this.#handler.brokenWord(this.#broken, this.#tokenAt);
    this.#broken = undefined;
  }
}
