// Follows the tokens of an RTF document and records its active content.
import { FormatError } from '../evidence.ts';
import type { Findings } from '../findings.ts';
import { BinaryText } from './binary-text.ts';
import { DestinationStack } from './destination-stack.ts';
import { activeWord, destinations, wordCharacters } from './destinations.ts';
import { DoubleByteText } from './double-byte.ts';
import { type RtfHandler, RtfTokenizer } from './tokenizer.ts';

/** Groups within groups; Word itself stops at a few hundred. */
const GROUPS_MAX = 10_000;
/** Fallback characters behind `\uN`; writers use one or two. */
const FALLBACK_MAX = 100;

interface Group {
  /** Fallback characters behind each `\uN`. */
  readonly uc: number;
  /** A star stands in it before a word that no reader here knows. */
  readonly isIgnorable: boolean;
}

/** The state of a reader between two tokens. */
export class RtfReader implements RtfHandler {
  readonly #findings: Findings;
  readonly #stack: DestinationStack;
  readonly #doubleByte = new DoubleByteText();
  readonly #groups: Group[] = [];
  /** Reads binary data as text, as readers do that do not know it as binary. */
  #shadow = new RtfTokenizer(new BinaryText());
  #uc = 1;
  #isIgnorable = false;
  #isStarred = false;
  #skip = 0;
  #isHeader = true;
  #isTerminal = false;
  #trailingBytes = 0;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#stack = new DestinationStack(findings);
  }

  /** Bytes behind the document's end that are neither blanks nor NULs; a control word counts as one. */
  get trailingBytes(): number {
    return this.#trailingBytes;
  }

  open(at: number): void {
    this.#between(at);
    if (this.#groups.length >= GROUPS_MAX) {
      throw new FormatError('unreadable', `Its groups are nested more than ${GROUPS_MAX} deep.`);
    }
    this.#skip = 0;
    this.#groups.push({ uc: this.#uc, isIgnorable: this.#isIgnorable });
  }

  close(at: number): void {
    this.#between(at);
    this.#skip = 0;
    this.#stack.close(this.#groups.length);
    const group = this.#groups.pop();
    this.#uc = group?.uc ?? 1;
    this.#isIgnorable = group?.isIgnorable ?? false;
    if (this.#groups.length === 0) this.#isTerminal = true;
  }

  word(name: string, parameter: number | undefined, at: number): void {
    const isStarred = this.#isStarred;
    this.#between(at);
    if (this.#isHeader) this.#readHeader(name);
    const finding = activeWord(name);
    if (finding) this.#findings.add(finding, `byte ${at}`, `\\${name}`);
    if (name === 'ansicpg') this.#doubleByte.useCodePage(parameter);
    const isFallback = this.#takeFallback();
    if (name === 'uc') this.#uc = Math.min(Math.max(parameter ?? 1, 0), FALLBACK_MAX);
    else if (name === 'u') this.#addUnicode(parameter ?? 0, isFallback);
    else this.#readDestination(name, isStarred, isFallback, at);
  }

  symbol(byte: number, at: number): void {
    const isStarred = byte === 0x2a;
    this.#between(at);
    this.#isStarred = isStarred;
    if (isStarred) return;
    const isFallback = this.#takeFallback();
    if (this.#stack.isCollecting) this.#addText(symbolText(byte), isFallback);
  }

  hex(byte: number | undefined, at: number): void {
    this.#between(at);
    const isFallback = this.#takeFallback();
    if (!this.#stack.isCollecting) return;
    if (byte === undefined) {
      throw new FormatError(
        'contradictory',
        `The byte at byte ${at} is not in hexadecimal digits.`,
      );
    }
    this.#addText(byteText(byte), isFallback);
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    this.#doubleByte.read(bytes, start, end);
    if (this.#isTerminal) this.#countTrailing(bytes, start, end);
    if (!this.#stack.isCollecting && this.#skip === 0) return;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x0a || byte === 0x0d || byte === 0) continue;
      const isFallback = this.#takeFallback();
      if (this.#stack.isCollecting) this.#addText(byteText(byte), isFallback);
    }
  }

  brokenWord(name: string, at: number): void {
    const finding = destinations.get(name) === 'instruction' ? 'dde' : activeWord(name);
    if (finding) this.#findings.add(finding, `byte ${at}`, `\\${name}`);
  }

  binary(length: number, at: number): boolean {
    this.#between(at);
    this.#takeFallback();
    if (length !== 0 && (length < 0 || !this.#stack.isInPicture)) {
      throw new FormatError(
        'contradictory',
        `The ${length} bytes of binary data at byte ${at} belong to no picture.`,
      );
    }
    return true;
  }

  binaryData(bytes: Uint8Array, isLast: boolean): void {
    this.#shadow.push(bytes);
    if (!isLast) return;
    this.#shadow.end();
    this.#shadow = new RtfTokenizer(new BinaryText());
  }

  /** Ends the file. */
  end(isCut: boolean): void {
    this.#stack.end();
    if (isCut || !this.#isTerminal) {
      throw new FormatError('truncated', 'The document ends before its last group does.');
    }
  }

  /** Handles every token except text. */
  #between(at: number): void {
    this.#isStarred = false;
    this.#doubleByte.endRun(at);
    if (this.#isTerminal) this.#trailingBytes += 1;
  }

  #countTrailing(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte !== 0 && byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) this.#trailingBytes += 1;
    }
  }

  #readHeader(name: string): void {
    this.#isHeader = false;
    if (name !== 'rtf' || this.#groups.length !== 1) {
      throw new FormatError('contradictory', 'The document does not begin as RTF does.');
    }
  }

  #readDestination(name: string, isStarred: boolean, isFallback: boolean, at: number): void {
    const kind = destinations.get(name.toLowerCase());
    if (kind) this.#stack.begin(kind, name.toLowerCase(), at, this.#groups.length);
    else if (!this.#stack.isInInstruction) return;
    else if (name === 'upr' || name === 'ud') {
      throw new FormatError('contradictory', `The field at byte ${at} has two texts.`);
    } else if (isStarred) this.#isIgnorable = true;
    else this.#addText(wordCharacters.get(name) ?? '', isFallback);
  }

  #addUnicode(parameter: number, isFallback: boolean): void {
    if (this.#stack.isCollecting) {
      const code = parameter < 0 ? parameter + 0x10000 : parameter;
      if (!(code >= 0 && code <= 0xffff)) {
        throw new FormatError('contradictory', `\\u${parameter} is no character.`);
      }
      this.#stack.add(String.fromCharCode(code), {
        unicode: !isFallback,
        fallback: false,
        isIgnorable: this.#isIgnorable,
      });
    }
    this.#skip = this.#uc;
  }

  #addText(text: string, isFallback: boolean): void {
    if (text === '') return;
    this.#stack.add(text, { unicode: !isFallback, fallback: true, isIgnorable: this.#isIgnorable });
  }

  /** Whether the next character is the fallback of a `\uN`, which counts one less then. */
  #takeFallback(): boolean {
    if (this.#skip === 0) return false;
    this.#skip -= 1;
    return true;
  }
}

/** Bytes 0x91 to 0x97 are quotation marks and dashes in the code pages of Windows. */
const windowsMarks = ["'", "'", '"', '"', '*', '-', '-'];
const byteText = (byte: number): string => windowsMarks[byte - 0x91] ?? String.fromCharCode(byte);

/** What a control symbol stands for: a line end, a blank, a hyphen, an escaped character, or nothing. */
function symbolText(byte: number): string {
  if (byte === 0x0a || byte === 0x0d) return '\n';
  if (byte === 0x09) return '\t';
  if (byte === 0x7e) return ' ';
  if (byte === 0x5f) return '-';
  return byte === 0x5c || byte === 0x7b || byte === 0x7d ? String.fromCharCode(byte) : '';
}
