// How an object reads as text: what would run, what kind of text it is, and what keeps it from being another.
import { HEAD_MAX_BYTES, type StoredBytes } from '../stored-bytes.ts';
import type { TextEvidence } from '../verdict.ts';
import { findActiveContent } from './active-content.ts';
import { type DecodedText, decodeLoosely, decodeText } from './decode.ts';
import { flawsOf, markedFormat } from './text-formats.ts';

/** How much blank space before the first letter is read through. */
const BLANK_MAX_BYTES = 8 * HEAD_MAX_BYTES;

/** Reads the head as text; further only while there is nothing but blanks. */
export async function readText(bytes: StoredBytes): Promise<TextEvidence> {
  for (let length = HEAD_MAX_BYTES; ; length *= 2) {
    const read = await bytes.read(0, length);
    const isCut = read.byteLength < bytes.size;
    const decoded = decodeText(read, isCut);
    const isBlank = decoded !== undefined && /^[\ufeff\s]*$/.test(decoded.text);
    if (isBlank && isCut && length < BLANK_MAX_BYTES) continue;
    if (isBlank && isCut) return { kind: 'hidden', blankBytes: read.byteLength };
    return describeText(read, decoded);
  }
}

function describeText(bytes: Uint8Array, decoded: DecodedText | undefined): TextEvidence {
  // Bytes that are no text to us may be HTML to a browser, which forgives what we do not.
  const looksLike = findActiveContent(decoded?.text ?? decodeLoosely(bytes));
  if (looksLike) return { kind: 'active', looksLike };
  if (!decoded) return { kind: 'binary' };
  const { charset, text } = decoded;
  return { kind: 'plain', charset, format: markedFormat(text), flaws: flawsOf(decoded) };
}
