// Converts bytes of any encoding to text and back without losing one.
import { isUtf8 } from 'node:buffer';

/** A text and how it was encoded. */
export interface Text {
  readonly content: string;
  /**
   * `latin1` for bytes that are no UTF-8: each byte is then a character, and references, which are ASCII, are found nevertheless.
   */
  readonly encoding: 'utf8' | 'latin1';
}

/**
 * Decodes a text. A byte order mark stays its first character.
 * @throws for UTF-16, in which nothing would be found.
 */
export function decodeText(bytes: Buffer): Text {
  const mark = bytes.subarray(0, 2).toString('latin1');
  if (mark === '\xff\xfe' || mark === '\xfe\xff') {
    throw new Error('is UTF-16; save it as UTF-8');
  }
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return { content: bytes.toString(encoding), encoding };
}

/** Line of an offset, from 1. */
export const lineAt = (content: string, offset: number): number =>
  content.slice(0, offset).split(/\r\n|[\n\r\f]/).length;
