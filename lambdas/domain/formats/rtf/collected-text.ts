// Text of a destination as different readers put it together: with Unicode, with its fallback, with ignorable groups.
import { FormatError } from '../evidence.ts';

/** Characters of a destination that are kept: longer than any address or instruction. */
const MAX_CHARACTERS = 32 * 1024;

/** Which readers see a piece of text. */
export interface Audience {
  /** Readers of `\uN` do. */
  readonly unicode: boolean;
  /** Readers that know only the fallback behind `\uN` do. */
  readonly fallback: boolean;
  /** It stands in a group that only readers skip which do not know it. */
  readonly isIgnorable: boolean;
}

/** Collects what each kind of reader sees. */
export class CollectedText {
  #unicode = '';
  #fallback = '';
  #everything = '';
  #isCut = false;

  add(text: string, { unicode, fallback, isIgnorable }: Audience): void {
    if (this.#everything.length + text.length > MAX_CHARACTERS) {
      this.#isCut = true;
      return;
    }
    if (unicode) this.#everything += text;
    if (isIgnorable) return;
    if (unicode) this.#unicode += text;
    if (fallback && this.#fallback.length < MAX_CHARACTERS) this.#fallback += text;
  }

  /** Each different reading once. */
  get readings(): readonly string[] {
    return [...new Set([this.#unicode, this.#fallback, this.#everything])];
  }

  /** Throws FormatError when the text is longer than what is kept, unless its beginning says that this is no harm. */
  checkLength(mayBeLong: (text: string) => boolean, what: string): void {
    if (this.#isCut && !this.readings.every((text) => text.trim() === '' || mayBeLong(text))) {
      throw new FormatError(
        'unreadable',
        `The ${what} has more than ${MAX_CHARACTERS} characters.`,
      );
    }
  }
}
