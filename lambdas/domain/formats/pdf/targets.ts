// What an address or a file specification in a PDF leads to (ISO 32000-2 §7.11 and §12.6.4.8).

/** Bytes that are read of an address: where it leads shows in its first characters. */
export const TARGET_MAX_BYTES = 4096;

export type TargetKind =
  /** An address that a browser, mail program or telephone opens, or one relative to the document. */
  | 'harmless'
  /** A file of the reader's computer or of a host in its network. */
  | 'path'
  /** Script in the form of an address. */
  | 'script'
  /** An address whose scheme starts some program. */
  | 'program';

/** Schemes that lead to pages, messages, calls, places and publications. */
const harmlessSchemes: ReadonlySet<string> = new Set(
  'http https ftp ftps mailto tel sms fax callto geo urn doi news nntp gopher xmpp sip sips skype whatsapp info'.split(
    ' ',
  ),
);
const scriptSchemes: ReadonlySet<string> = new Set(['javascript', 'vbscript', 'livescript']);

/** The text of a string: UTF-16 or UTF-8 with its mark, otherwise a byte a character (§7.9.2.2). */
export function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(0, bytes.byteLength - (bytes.byteLength % 2));
    return Buffer.from(even).swap16().toString('utf16le').slice(1);
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le').slice(1);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return bytes.toString('latin1');
}

/** What the address of a link leads to. */
export function kindOfAddress(address: string): TargetKind {
  const { text, isCut } = compact(address);
  if (isCut || isHostPath(text)) return 'path';
  const scheme = schemeOf(text);
  if (scheme === undefined || harmlessSchemes.has(scheme)) return 'harmless';
  if (scriptSchemes.has(scheme)) return 'script';
  if (scheme === 'file' || scheme === 'smb' || scheme.length === 1) return 'path';
  return 'program';
}

/** What a file specification leads to. A name relative to the document is harmless. */
export function kindOfFile(specification: string): TargetKind {
  const { text, isCut } = compact(specification);
  if (isCut || isHostPath(text) || text.startsWith('/') || text.startsWith('\\')) return 'path';
  const scheme = schemeOf(text);
  if (scheme === undefined || harmlessSchemes.has(scheme)) return 'harmless';
  if (scriptSchemes.has(scheme)) return 'script';
  const isPath = scheme === 'file' || scheme === 'smb' || scheme.length === 1;
  return isPath || text.startsWith('//', scheme.length + 1) ? 'path' : 'harmless';
}

/** Without the space and control characters that readers and browsers skip. */
function compact(text: string): { readonly text: string; readonly isCut: boolean } {
  let result = '';
  for (const character of text) if (character > ' ' && character !== '\x7f') result += character;
  return { text: result, isCut: result === '' && text.length >= TARGET_MAX_BYTES };
}

/** `\\host\share`, in any mixture of slashes. */
const isHostPath = (text: string): boolean => isSlash(text[0]) && isSlash(text[1]);

const isSlash = (character: string | undefined): boolean => character === '/' || character === '\\';

/** What stands before the colon, in lower case; undefined where that is a host and its port, or nothing. */
function schemeOf(text: string): string | undefined {
  const end = text.indexOf(':');
  const scheme = text.slice(0, Math.max(0, end)).toLowerCase();
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return /^[a-z]\|/i.test(text) ? 'file' : undefined;
  return scheme.includes('.') || /^\d{1,5}(?:\/|$)/.test(text.slice(end + 1, end + 7))
    ? harmlessSchemes.has(scheme)
      ? scheme
      : undefined
    : scheme;
}
