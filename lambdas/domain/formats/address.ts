// Classifies the target of an address in a document: the web, this computer, another computer's files, or a program.

/** The kinds of addresses that documents hold. */
export type AddressKind =
  /** `http`, `https` and `ftp`. */
  | 'web'
  /** `mailto`, `tel` and other schemes of messages and calls; names without a place (`urn`). */
  | 'message'
  /** A place in the document itself, or another part of the same mail. */
  | 'inside'
  /** A file on a drive of the computer that opens the document, or beside the document. */
  | 'local'
  /** A file on another computer, which asks for the reader's credentials (UNC). */
  | 'network'
  /** Script in an address. */
  | 'script'
  /** Any other scheme, which the system passes to a program. */
  | 'protocol';

/** White space, control characters and signs of no width. */
const blanks = /[\0-\x20\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/g;

/** Classifies an address as lenient readers resolve it: white space and percent signs do not hide a kind. */
export function addressKind(address: string): AddressKind {
  const text = decodePercent(address.replaceAll(blanks, '')).replaceAll(blanks, '');
  // `\\??\\` begins a path of the system's own, which may lead to another computer.
  if (/^[/\\](?:[/\\]|\?\?[/\\])/.test(text)) return 'network';
  if (text === '' || text.startsWith('#')) return 'inside';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme.length === 1) return 'local';
  if (scheme === 'file') return fileKind(text.slice(5));
  return schemes.get(scheme) ?? 'protocol';
}

const schemes: ReadonlyMap<string, AddressKind> = new Map([
  ['http', 'web'],
  ['https', 'web'],
  ['ftp', 'web'],
  ['ftps', 'web'],
  ...['mailto', 'tel', 'sms', 'sip', 'sips', 'callto', 'xmpp', 'news', 'nntp', 'geo', 'urn'].map(
    (scheme) => [scheme, 'message'] as const,
  ),
  ['cid', 'inside'],
  ['javascript', 'script'],
  ['vbscript', 'script'],
  ['livescript', 'script'],
  ['data', 'script'],
  ['macro', 'script'],
  ['vnd.sun.star.script', 'script'],
  ['vnd.sun.star.expand', 'script'],
]);

/** The target of a `file:` address; two slashes introduce a host, any other number a path. */
function fileKind(rest: string): AddressKind {
  const path = rest.replace(/^[/\\]+/, '');
  if (/^localhost[/\\]/i.test(path)) return 'local';
  if (/^[a-z][:|]/i.test(path)) return 'local';
  const slashes = rest.length - path.length;
  return slashes === 2 || slashes > 3 ? 'network' : 'local';
}

function decodePercent(text: string): string {
  return text.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const programExtension =
  /\.(?:exe|scr|pif|cpl|msi|msp|bat|cmd|ps1|psm1|vbs|vbe|jse?|wsf|wsh|hta|lnk|url|jar|reg|dll|scf|sct|application|appref-ms|chm|settingcontent-ms|library-ms|search-ms|xll|wll|iqy|slk|dotm|docm|xlsm|xlam|pptm|sh|command|desktop|py|pyw)(?:[?#]|$)/i;

/** Whether a local address names a program, which a click would start. */
export const isProgramAddress = (address: string): boolean =>
  programExtension.test(decodePercent(address).trim());
