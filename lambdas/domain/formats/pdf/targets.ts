// Classifies the target of an address or a file specification in a PDF (ISO 32000-2 §7.11 and §12.6.4.8).
import { addressKind, isProgramAddress } from '../address.ts';

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

/** The target of a link's address. An address without a scheme is relative to the document. */
export function kindOfAddress(address: string): TargetKind {
  const kind = addressKind(address);
  switch (kind) {
    case 'script':
      return emptyScripts.has(address.replaceAll(/\s/g, '').toLowerCase()) ? 'harmless' : 'script';
    case 'network':
      return 'path';
    case 'protocol':
      return isHarmlessProtocol(address) ? 'harmless' : 'program';
    case 'local':
      if (schemeOf(address) !== undefined) return 'path';
      return isProgramAddress(address) && !beginsWithHost(address) ? 'program' : 'harmless';
    default:
      return isCut(address) ? 'path' : 'harmless';
  }
}

/** The target of a file specification. A name relative to the document is harmless. */
export function kindOfFile(specification: string): TargetKind {
  const kind = addressKind(specification);
  if (kind === 'script') return 'script';
  const isPath =
    kind === 'network' ||
    isCut(specification) ||
    /^\s*[/\\]/.test(specification) ||
    /^\s*[a-z][|]/i.test(specification) ||
    (kind === 'local' && schemeOf(specification) !== undefined) ||
    (kind === 'protocol' &&
      /^\s*[a-z0-9+.-]+:[/\\]{2}/i.test(specification) &&
      !isHarmlessProtocol(specification));
  return isPath ? 'path' : 'harmless';
}

/** Scripts that do nothing: web pages have them for links without an address, and browsers print them. */
const emptyScripts: ReadonlySet<string> = new Set(
  ['', ';', 'void(0)', 'void(0);', '//'].map((script) => `javascript:${script}`),
);

/** Schemes beside those of the web that lead to messages, calls, places and publications. */
const harmlessSchemes: ReadonlySet<string> = new Set(
  'ftp ftps sms fax callto geo urn doi news nntp gopher xmpp sip sips skype whatsapp info'.split(
    ' ',
  ),
);

/** Such a scheme, or a host and its port. */
function isHarmlessProtocol(address: string): boolean {
  const scheme = schemeOf(address) ?? '';
  return (
    harmlessSchemes.has(scheme) || scheme.includes('.') || /^[^:]+:\d{1,5}(?:[/]|$)/.test(address)
  );
}

/** Whether a name with a dot inside stands before the first slash, as in `example.com/page`. */
function beginsWithHost(address: string): boolean {
  const slash = address.indexOf('/');
  const name = address.slice(0, Math.max(0, slash));
  return !name.includes('\\') && name.slice(1, -1).includes('.');
}

/** What stands before the colon, in lower case. */
const schemeOf = (address: string): string | undefined =>
  /^\s*([a-z][a-z0-9+.-]*)[:|]/i.exec(address)?.[1]?.toLowerCase();

/** Whether so much space stands in front that the address itself was not read. */
const isCut = (address: string): boolean =>
  address.length >= TARGET_MAX_BYTES && address.trim() === '';
