// Bytes to text: UTF-8 or UTF-16, by byte order mark or by the bytes themselves, and nothing else.

/** The encodings that text is taken in, by their WHATWG names. */
export const charsets = ['utf-8', 'utf-16le', 'utf-16be'] as const;
export type Charset = (typeof charsets)[number];

/** What bytes say as text. */
export interface DecodedText {
  readonly charset: Charset;
  readonly text: string;
  /** More bytes follow than were read. */
  readonly isCut: boolean;
}

/**
 * Decodes text; undefined for what is not text: broken encoding, or control characters that no text has.
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

/** Whether bytes from the middle of a text to its end are text too; their first character may be cut in two. */
export function isTextFrom(bytes: Uint8Array, charset: Charset): boolean {
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

function charsetOf(bytes: Uint8Array): Charset {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return charsetByNulls(bytes) ?? 'utf-8';
}

/** How many bytes are looked at for the NULs of UTF-16. */
const SAMPLE_BYTES = 1024;

/** UTF-16 without a mark: text in most languages has blanks and line ends, whose high byte is NUL. */
function charsetByNulls(bytes: Uint8Array): Charset | undefined {
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

/** The binary data bytes of the WHATWG MIME Sniffing standard, section 3. */
const hasBinaryData = (text: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(text);
