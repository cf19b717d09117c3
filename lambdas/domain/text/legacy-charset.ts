// Guesses the encoding of a text from before Unicode by the frequency of its bytes.
import { analyse } from 'chardet';
import { type LegacyCharset, legacyCharsets } from './charsets.ts';

/** How many bytes beyond ASCII the guess is made from; more make it no better. */
const SAMPLE_BYTES = 16 * 1024;
/** Confidence in percent from which the guess is taken whatever else the bytes are. */
const SURE_PERCENT = 20;
/** Western text is mostly ASCII; bytes of which more than this share is not are no text that nothing recognises. */
const UNSURE_MAX_SHARE = 0.3;

/** The encoding for bytes that no other explains: every byte of it is a character. */
const FALLBACK: LegacyCharset = 'windows-1252';

/** The most probable encoding of bytes that are not Unicode text; undefined for what looks like no text at all. */
export function guessCharset(bytes: Uint8Array): LegacyCharset | undefined {
  if (hasControlBytes(bytes)) return undefined;
  const sample = sampleOf(bytes);
  const guesses = analyse(sample).flatMap(({ name, confidence }) => {
    const charset = legacyNamed(name);
    return charset && isTextIn(charset, sample) ? [{ charset, confidence }] : [];
  });
  const best = guesses[0] ?? { charset: FALLBACK, confidence: 0 };
  const isText = best.confidence >= SURE_PERCENT || shareBeyondAscii(sample) <= UNSURE_MAX_SHARE;
  return isText ? best.charset : undefined;
}

/** Text in JIS, which is written in ASCII and escape sequences (ISO/IEC 2022, RFC 1468), so that it reads as UTF-8 too. */
export function isIso2022Jp(bytes: Uint8Array): boolean {
  const ascii = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    (ascii.includes('\x1b$B') || ascii.includes('\x1b$@')) &&
    decodesAs('iso-2022-jp', bytes) !== undefined
  );
}

/** The lines from the first byte beyond ASCII on: the pages of ASCII before it are the same in every encoding. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte > 0x7f);
  let start = Math.max(first, 0);
  // Begins at a line's start, so that no character of two bytes is cut.
  while (start > 0 && bytes[start - 1] !== 0x0a) start -= 1;
  return bytes.subarray(start, start + SAMPLE_BYTES);
}

/** The Encoding standard's name of what the detector calls otherwise, such as ISO-8859-1 for its superset. */
function legacyNamed(name: string): LegacyCharset | undefined {
  try {
    const { encoding } = new TextDecoder(name);
    return legacyCharsets.find((charset) => charset === encoding);
  } catch {
    // An encoding that browsers do not know, or no encoding.
    return undefined;
  }
}

function isTextIn(charset: LegacyCharset, bytes: Uint8Array): boolean {
  const text = decodesAs(charset, bytes);
  // The controls of ISO 6429 are in no text: another encoding has letters there.
  return text !== undefined && !/[\x80-\x9f]/.test(text);
}

/** Strictly decoded text, the last character aside, which the end of the sample may cut. */
function decodesAs(charset: LegacyCharset, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

const shareBeyondAscii = (bytes: Uint8Array): number =>
  bytes.filter((byte) => byte > 0x7f).byteLength / Math.max(bytes.byteLength, 1);

/** The binary data bytes of the WHATWG MIME Sniffing standard, section 3. */
const hasControlBytes = (bytes: Uint8Array): boolean =>
  bytes.some(
    (byte) =>
      byte <= 0x08 ||
      byte === 0x0b ||
      (byte >= 0x0e && byte <= 0x1a) ||
      (byte >= 0x1c && byte <= 0x1f),
  );
