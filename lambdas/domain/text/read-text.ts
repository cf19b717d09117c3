// How an object reads as text: what would run, what kind of text it is, and what keeps it from being another.
import { HEAD_MAX_BYTES, type StoredBytes } from '../stored-bytes.ts';
import type { TextEvidence } from '../verdict.ts';
import { findActiveContent } from './active-content.ts';
import { type Charset, type DecodedText, decodeLoosely, decodeText, isTextFrom } from './decode.ts';
import { flawsOf, markedFormat } from './text-formats.ts';

/** How much blank space before the first letter is read through. */
const BLANK_MAX_BYTES = 8 * HEAD_MAX_BYTES;
/** How much of a longer text's end is read: one request more. */
const TAIL_BYTES = 32 * 1024;

/** Reads the head as text; further only while there is nothing but blanks. */
export async function readText(bytes: StoredBytes): Promise<TextEvidence> {
  for (let length = HEAD_MAX_BYTES; ; length *= 2) {
    const read = await bytes.read(0, length);
    const isCut = read.byteLength < bytes.size;
    const decoded = decodeText(read, isCut);
    const isBlank = decoded !== undefined && /^[\ufeff\s]*$/.test(decoded.text);
    if (isBlank && isCut && length < BLANK_MAX_BYTES) continue;
    if (isBlank && isCut) return { kind: 'hidden', blankBytes: read.byteLength };
    const text = describeText(read, decoded);
    return text.kind !== 'plain' || (await endsAsText(bytes, text.charset))
      ? text
      : { kind: 'binary' };
  }
}

/** Whether the end of a text that is longer than its head is text still: what is appended to it is no text any more. */
async function endsAsText(bytes: StoredBytes, charset: Charset): Promise<boolean> {
  const { size } = bytes;
  if (size <= HEAD_MAX_BYTES) return true;
  // An even place, so that no character of UTF-16 is cut in two.
  const start = Math.max(HEAD_MAX_BYTES, size - TAIL_BYTES - (size % 2));
  return isTextFrom(await bytes.read(start, size - start), charset);
}

function describeText(bytes: Uint8Array, decoded: DecodedText | undefined): TextEvidence {
  // Bytes that are no text to us may be HTML to a browser, which forgives what we do not.
  const looksLike = findActiveContent(decoded?.text ?? decodeLoosely(bytes));
  if (looksLike) return { kind: 'active', looksLike };
  if (!decoded) return { kind: 'binary' };
  const { charset, text } = decoded;
  return { kind: 'plain', charset, format: markedFormat(text), flaws: flawsOf(decoded) };
}
