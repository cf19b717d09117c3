// Splits a mail into lines, whatever ends them.
import { bytesInWords } from '../../bytes-in-words.ts';
import type { StoredBytes } from '../../stored-bytes.ts';
import { FormatError } from '../evidence.ts';

/** How much is read at a time. */
const CHUNK_BYTES = 256 * 1024;
/** Longest line; RFC 5322, section 2.1.1, allows 998 characters, and some programs write a whole picture in one. */
const LINE_MAX_BYTES = 64 * 1024 ** 2;

/** Every line without its end, one character for each byte. @throws FormatError where readers see different lines */
export async function* mailLines(bytes: StoredBytes): AsyncGenerator<string> {
  let parts: string[] = [];
  let length = 0;
  for (let at = 0; at < bytes.size; at += CHUNK_BYTES) {
    const text = Buffer.from(await bytes.read(at, CHUNK_BYTES)).toString('latin1');
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      parts.push(text.slice(from, end));
      yield wholeLine(parts);
      parts = [];
      length = 0;
      from = end + 1;
    }
    parts.push(text.slice(from));
    length += text.length - from;
    if (length > LINE_MAX_BYTES) {
      throw new FormatError(
        'unreadable',
        `It has a line of more than ${bytesInWords(LINE_MAX_BYTES)}.`,
      );
    }
  }
  const last = wholeLine(parts);
  if (last !== '') yield last;
}

function wholeLine(parts: readonly string[]): string {
  const line = parts.join('');
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  // Some programs end a line at a carriage return alone: what follows would be a boundary or a field to them.
  if (text.includes('\r'))
    throw new FormatError('contradictory', 'A line holds a carriage return.');
  return text;
}
