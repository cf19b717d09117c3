// Bytes to text: strictly as UTF-8 or UTF-16, by byte order mark or by the bytes themselves; else in a legacy encoding.
import { type Charset, isLegacyCharset, type UnicodeCharset } from './charsets.ts';

/** What bytes say as text. */
export interface DecodedText {
  readonly charset: Charset;
  readonly text: string;
  /** More bytes follow than were read. */
  readonly isCut: boolean;
}

/**
 * Decodes Unicode text; undefined for what is none: broken encoding, a NUL, or more control characters than stray into text.
 * `isCut` when more bytes follow, so that the last character may be incomplete.
 */
export function decodeText(bytes: Uint8Array, isCut: boolean): DecodedText | undefined {
  const charset = charsetOf(bytes);
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: isCut });
    return hasBinaryData(text) ? undefined : { charset, text, isCut };
  } catch {
    return undefined;
  }
}

/** Decodes text in an encoding that was guessed; what is no character in it becomes U+FFFD. */
export const decodeAs = (charset: Charset, bytes: Uint8Array, isCut: boolean): DecodedText => ({
  charset,
  text: new TextDecoder(charset).decode(bytes, { stream: isCut }),
  isCut,
});

/** Whether bytes from the middle of a text to its end are text too; their first character may be cut in two. */
export function isTextFrom(bytes: Uint8Array, charset: Charset): boolean {
  // In other encodings the bytes were what the guess was made from.
  if (isLegacyCharset(charset)) return true;
  for (let skipped = 0; skipped < 4; skipped += charset === 'utf-8' ? 1 : 2) {
    try {
      return !hasBinaryData(
        new TextDecoder(charset, { fatal: true }).decode(bytes.subarray(skipped)),
      );
    } catch {
      // Perhaps the rest of a character that was cut: try behind its next byte.
    }
  }
  return false;
}

/** What a browser or shell might make of bytes that are not text: one character for each, without the NULs. */
export const decodeLoosely = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replaceAll('\0', '');

/** Whether bytes begin with a byte order mark, which programs believe more than any label. */
export const hasByteOrderMark = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) ||
  (bytes[0] === 0xfe && bytes[1] === 0xff) ||
  (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf);

function charsetOf(bytes: Uint8Array): UnicodeCharset {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return charsetByNulls(bytes) ?? 'utf-8';
}

/** How many bytes are searched for the NULs of UTF-16. */
const SAMPLE_BYTES = 1024;

/** UTF-16 without a mark: text in most languages has blanks and line ends, whose high byte is NUL. */
function charsetByNulls(bytes: Uint8Array): UnicodeCharset | undefined {
  const nulls = [0, 0];
  const length = Math.min(bytes.byteLength, SAMPLE_BYTES) & ~1;
  for (let at = 0; at < length; at += 1) {
    if (bytes[at] === 0) nulls[at & 1] = (nulls[at & 1] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = nulls;
  const enough = Math.max(1, length / 20);
  if (odd >= enough && even === 0) return 'utf-16le';
  if (even >= enough && odd === 0) return 'utf-16be';
  return undefined;
}

/** Text has at least this many characters for each stray control character: logs and dumps have some, programs many. */
const CHARACTERS_PER_CONTROL = 100;

/** Whether characters are no text's: a NUL, or more binary data bytes (WHATWG MIME Sniffing, section 3) than stray ones. */
function hasBinaryData(text: string): boolean {
  if (text.includes('\0')) return true;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const controls = text.match(/[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return controls * CHARACTERS_PER_CONTROL > text.length;
}
