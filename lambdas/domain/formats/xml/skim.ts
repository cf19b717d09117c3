// Finds out quickly that a large XML part holds none of the names that matter, so that it need not be parsed.
import { contentKind } from '../content-kind.ts';
import { xmlDecoder } from './encoding.ts';

/** Longer than any name that is searched for. */
const OVERLAP_CHARACTERS = 64;

/** The searched names, as expressions that take linear time. */
export interface SearchedNames {
  /** Names of elements and attributes that act by themselves. */
  readonly names: RegExp;
  /** Elements that hold formulas, and what a formula that acts contains. */
  readonly formulas: RegExp;
  readonly formulaActions: RegExp;
}

/**
 * Whether a part is UTF-8 markup and holds no name that acts. Names of elements and attributes cannot hold references, so that in
 * UTF-8 they stand in the bytes as they are; a part with comments, CDATA sections, numeric references or a DTD, which
 * could split what is searched for, is not plain.
 *
 */
export async function isPlainXml(
  chunks: AsyncIterable<Uint8Array>,
  { names, formulas, formulaActions }: SearchedNames,
): Promise<boolean> {
  let hasFormulas = false;
  let hasActions = false;
  let before = '';
  let isFirst = true;
  for await (const chunk of chunks) {
    let text = before + latin1(chunk);
    if (isFirst) {
      if (contentKind(chunk) !== undefined || xmlDecoder(chunk).encoding !== 'utf-8') return false;
      // The declaration is the one instruction that says nothing about the content.
      text = text.replace(/^\xef\xbb\xbf/, '').replace(/^<\?xml\s[^?<>]*\?>/, '');
      if (!/^\s*</.test(text)) return false;
      isFirst = false;
    }
    if (splitting.test(text) || names.test(text)) return false;
    hasFormulas ||= formulas.test(text);
    hasActions ||= formulaActions.test(text);
    if (hasFormulas && hasActions) return false;
    before = text.slice(-OVERLAP_CHARACTERS);
  }
  return true;
}

/** Markup that may stand inside text and split it, and NUL, which no UTF-8 text has. */
const splitting = /<[!?]|&#|\0/;

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
