// Packages that Word writes into RTF as hexadecimal digits: whether their first bytes are what Word writes there.
import { contentKind } from '../content-kind.ts';
import { latin1 } from '../fields.ts';

/** Bytes that are decoded. */
const HEAD_BYTES = 64;

/**
 * An OLE 1.0 object (MS-OLEDS, section 2.2.5) of the class with which Word keeps a document's custom XML: version, kind,
 * length of the name, and the name up to its version, which is the one of the XML library.
 */
const customXmlHead = `010500000200000018000000${Buffer.from('Msxml2.SAXXMLReader.').toString('hex')}`;

/** Whether the digits begin the kind of package that belongs into this destination. */
export function isOrdinaryPackage(destination: string, text: string): boolean {
  const digits = text.slice(0, HEAD_BYTES * 4).replaceAll(/[^0-9a-f]/gi, '');
  const head = Buffer.from(digits.slice(0, HEAD_BYTES * 2 - (digits.length % 2)), 'hex');
  if (head.byteLength === 0) return true;
  const kind = contentKind(head);
  if (destination === 'datastore') return head.toString('hex').startsWith(customXmlHead);
  if (destination === 'themedata') return kind === 'archive' && head[0] === 0x50;
  return kind === undefined && latin1(head, 0, 1) === '<';
}
