// The encoding of an XML document: by byte order mark or declaration (XML 1.0, section 4.3.3 and appendix F).
import { FormatError } from '../evidence.ts';

/** A declaration with any encoding that is accepted is shorter. */
const DECLARATION_MAX_BYTES = 512;

/** Encodings of single bytes whose first 128 are ASCII, by the names that TextDecoder knows. */
const singleByte =
  /^(?:us-ascii|ascii|iso-8859-(?:[1-9]|1[03456])|latin1|windows-125[0-8]|cp125[0-8]|koi8-[ru]|macintosh)$/;

/** Decodes chunks of a document as text, in order. @throws FormatError where a byte is none of the encoding's */
export interface XmlDecoder {
  /** As TextDecoder names it. */
  readonly encoding: string;
  decode(chunk: Uint8Array): string;
  /** What is left at the end. */
  end(): string;
}

/** Chooses the decoder by a document's first bytes; a declaration that contradicts them is a flaw. */
export function xmlDecoder(head: Uint8Array): XmlDecoder {
  const label = encodingOf(head);
  const decoder = new TextDecoder(label, { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new FormatError('contradictory', `It holds bytes that are not ${label.toUpperCase()}.`);
    }
  };
  return { encoding: label, decode, end: () => decode() };
}

function encodingOf(head: Uint8Array): string {
  const [a, b, c, d] = [head[0] ?? -1, head[1] ?? -1, head[2] ?? -1, head[3] ?? -1];
  if (a === 0xff && b === 0xfe && !(c === 0 && d === 0)) return declaredAs('utf-16le', head);
  if (a === 0xfe && b === 0xff) return declaredAs('utf-16be', head);
  if (a === 0xef && b === 0xbb && c === 0xbf) return declaredAs('utf-8', head);
  if (a === 0x3c && b === 0 && d === 0) return declaredAs('utf-16le', head);
  if (a === 0 && b === 0x3c && c === 0) return declaredAs('utf-16be', head);
  if (a === 0 || b === 0 || (a === 0x4c && b === 0x6f)) throw unknown('of that kind');
  const declared = declaredEncoding(head, 'windows-1252');
  if (declared === undefined || declared === 'utf-8' || declared === 'utf8') return 'utf-8';
  if (declared === 'us-ascii' || declared === 'ascii') return 'utf-8';
  if (singleByte.test(declared)) return declared;
  throw unknown(JSON.stringify(declared));
}

/** The encoding that the bytes show, if the declaration names it or none. */
function declaredAs(encoding: string, head: Uint8Array): string {
  const declared = declaredEncoding(head, encoding);
  const isSame =
    declared === undefined ||
    declared === encoding ||
    (encoding === 'utf-8' ? declared === 'utf8' : declared === 'utf-16');
  if (isSame) return encoding;
  const detail = `It is ${encoding.toUpperCase()}, but declares ${JSON.stringify(declared)}.`;
  throw new FormatError('contradictory', detail);
}

/** The encoding that the XML declaration names, in lower case. */
function declaredEncoding(head: Uint8Array, readAs: string): string | undefined {
  const text = new TextDecoder(readAs).decode(head.subarray(0, DECLARATION_MAX_BYTES & ~1));
  if (!text.startsWith('<?xml')) return undefined;
  const end = text.indexOf('?>');
  if (end < 0) throw new FormatError('contradictory', 'Its XML declaration has no end.');
  const declaration = text.slice(0, end);
  const found = /\sencoding\s*=\s*["']/.exec(declaration);
  if (!found) return undefined;
  const start = found.index + found[0].length;
  const close = declaration.indexOf(declaration[start - 1] ?? '', start);
  return close < 0 ? undefined : declaration.slice(start, close).toLowerCase();
}

const unknown = (name: string): FormatError =>
  new FormatError('unreadable', `It is XML in an encoding ${name}, which is not supported.`);
