// Text of code pages with two bytes a character, whose second byte some readers take for a backslash or a brace.
import { FormatError } from '../evidence.ts';

/** Japanese, simplified Chinese, Korean, traditional Chinese, Korean (Johab). */
const codePages: ReadonlySet<number> = new Set([932, 936, 949, 950, 1361]);
const SHIFT_JIS = 932;

/** Follows the pairs of bytes through runs of text. */
export class DoubleByteText {
  #codePage: number | undefined;
  #hasLead = false;

  /** The document declares its code page. */
  useCodePage(codePage: number | undefined): void {
    if (codePage !== undefined && codePages.has(codePage)) this.#codePage = codePage;
  }

  read(bytes: Uint8Array, start: number, end: number): void {
    if (this.#codePage === undefined) return;
    for (let at = start; at < end; at += 1) {
      this.#hasLead = !this.#hasLead && this.#isLead(bytes[at] ?? 0);
    }
  }

  /** Another token follows. @throws FormatError when it may be half of a character */
  endRun(at: number): void {
    if (!this.#hasLead) return;
    this.#hasLead = false;
    throw new FormatError(
      'contradictory',
      `The byte at byte ${at} is half of a character to some readers.`,
    );
  }

  #isLead(byte: number): boolean {
    if (byte < 0x81 || byte > 0xfe) return false;
    return this.#codePage !== SHIFT_JIS || byte < 0xa0 || (byte >= 0xe0 && byte <= 0xfc);
  }
}
