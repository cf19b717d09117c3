// Where an address in a document leads: to the web, to this computer, to another computer's files, or to a program.

/** The kinds of addresses that documents hold. */
export type AddressKind =
  /** `http` and `https`. */
  | 'web'
  /** `mailto` and `tel`. */
  | 'message'
  /** A place in the document itself, or a part of the mail it came with. */
  | 'inside'
  /** A file on a drive of the computer that opens the document, or beside the document. */
  | 'local'
  /** A file on another computer, which asks for the reader's credentials (UNC). */
  | 'network'
  /** Script in an address. */
  | 'script'
  /** Any other scheme, which the system passes to a program. */
  | 'protocol';

/** Classifies an address as lenient readers resolve it: white space and percent signs do not hide a kind. */
export function addressKind(address: string): AddressKind {
  const text = decodePercent(address.replaceAll(/[\0-\x20\x7f\u200b\u2028\u2029\ufeff]/g, ''));
  if (/^[/\\]{2}/.test(text)) return 'network';
  if (text === '' || text.startsWith('#')) return 'inside';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || scheme.length === 1) return 'local';
  if (scheme === 'file') return fileKind(text.slice(5));
  return schemes.get(scheme) ?? 'protocol';
}

const schemes: ReadonlyMap<string, AddressKind> = new Map([
  ['http', 'web'],
  ['https', 'web'],
  ['mailto', 'message'],
  ['tel', 'message'],
  ['cid', 'inside'],
  ['javascript', 'script'],
  ['vbscript', 'script'],
  ['livescript', 'script'],
  ['data', 'script'],
  ['macro', 'script'],
  ['vnd.sun.star.script', 'script'],
  ['vnd.sun.star.expand', 'script'],
]);

/** What follows `file:`; two slashes introduce a host, any other number a path. */
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
