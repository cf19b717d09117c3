// How an object reads as text: what would run, what kind of text it is, and what keeps it from being another.
import { HEAD_MAX_BYTES, type StoredBytes } from '../stored-bytes.ts';
import type { TextEvidence } from '../verdict.ts';
import {
  type DecodedText,
  decodeAs,
  decodeLoosely,
  decodeText,
  hasByteOrderMark,
  isTextFrom,
} from './decode.ts';
import { guessCharset, isIso2022Jp } from './legacy-charset.ts';
import { findMarkup } from './markup.ts';
import { isScript, opensPhp } from './scripts.ts';
import { flawsOf, markedFormat } from './text-formats.ts';

/** How much blank space before the first letter is read through. */
const BLANK_MAX_BYTES = 8 * HEAD_MAX_BYTES;
/** How much of a longer text's end is read: one request more. */
const TAIL_BYTES = 32 * 1024;

/** Reads the head as text; further only while there is nothing but blanks. */
export async function readText(bytes: StoredBytes): Promise<TextEvidence> {
  for (let length = HEAD_MAX_BYTES; ; length *= 2) {
    const head = await bytes.read(0, length);
    const isCut = head.byteLength < bytes.size;
    const unicode = decodeText(head, isCut);
    const isBlank = unicode !== undefined && /^[\ufeff\s]*$/.test(unicode.text);
    if (isBlank && isCut && length < BLANK_MAX_BYTES) continue;
    if (isBlank && isCut) return { kind: 'hidden', blankBytes: head.byteLength };
    return describeText(head, await decode(bytes, head, unicode));
  }
}

/** Decodes the head, and checks that the end of a longer text is text still: what is appended to it need not be. */
async function decode(
  bytes: StoredBytes,
  head: Uint8Array,
  unicode: DecodedText | undefined,
): Promise<DecodedText | undefined> {
  const tail = await readTail(bytes);
  const isCut = head.byteLength < bytes.size;
  if (unicode && isIso2022Jp(head)) return decodeAs('iso-2022-jp', head, isCut);
  if (unicode && isTextFrom(tail, unicode.charset)) return unicode;
  if (hasByteOrderMark(head)) return undefined;
  const charset = guessCharset(Buffer.concat([head, tail]));
  return charset && decodeAs(charset, head, isCut);
}

async function readTail(bytes: StoredBytes): Promise<Uint8Array> {
  const { size } = bytes;
  if (size <= HEAD_MAX_BYTES) return new Uint8Array();
  // An even place, so that no character of UTF-16 is cut in two.
  const start = Math.max(HEAD_MAX_BYTES, size - TAIL_BYTES - (size % 2));
  return await bytes.read(start, size - start);
}

function describeText(bytes: Uint8Array, decoded: DecodedText | undefined): TextEvidence {
  // Bytes that are no text to us may be a page or a script to a program that forgives what we do not.
  const text = decoded?.text ?? decodeLoosely(bytes);
  const start = text.replace(/^[\ufeff\s]+/, '');
  if (isScript(start)) return { kind: 'active', looksLike: 'script' };
  const markup = findMarkup(text, decoded?.isCut ?? true);
  if (!decoded) {
    return markup ? { kind: 'active', looksLike: markup.kind } : { kind: 'binary' };
  }
  return {
    kind: 'plain',
    charset: decoded.charset,
    format: markedFormat(text),
    flaws: flawsOf(decoded),
    markup: markup ?? (opensPhp(start) ? { kind: 'PHP', isDocument: false } : undefined),
  };
}
