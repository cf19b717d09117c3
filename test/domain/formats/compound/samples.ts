// Small documents of Office 97 to 2003 for tests, each stream as its specification lays it out.
import { join, le } from '../look.ts';
import { buildCompound, type Tree } from './build-compound.ts';

/** Text as these formats write it. */
export const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** A record of a workbook. */
export const biffRecord = (id: number, data: Uint8Array | string = ''): Buffer => {
  const bytes = join(data);
  return join(le(id, 2), le(bytes.byteLength, 2), bytes);
};

const bof = (kind: number): Buffer =>
  biffRecord(0x0809, join(le(0x0600, 2), le(kind, 2), '\0'.repeat(12)));
const eof = biffRecord(0x000a);

/** A workbook's stream with one sheet of this kind and further records among its globals. */
export function workbookStream(records: readonly Uint8Array[] = [], kind = 0): Buffer {
  const sheetName = join(Uint8Array.of(0, kind, 2, 0), 'S1');
  const length =
    bof(5).byteLength + 4 + 4 + sheetName.byteLength + join(...records, eof).byteLength;
  const boundSheet = biffRecord(0x0085, join(le(length, 4), sheetName));
  return join(bof(5), boundSheet, ...records, eof, bof(kind === 1 ? 0x40 : 0x10), eof);
}

/** A workbook with further records and further entries in its root. */
export const workbook = (records: readonly Uint8Array[] = [], others: Tree = {}): Buffer =>
  buildCompound({ Workbook: workbookStream(records), ...others });

/** A link to another book or program, by its encoded path. */
export const supBook = (path: string): Buffer =>
  biffRecord(0x01ae, join(le(0, 2), le(path.length, 2), '\x01', utf16(path)));

/** A Word document with this text and this template, and further entries in its root. */
export function wordDocument(
  text: string,
  { template = 'Normal.dot', flags = 0, others = {} as Tree } = {},
): Buffer {
  const textStart = 1024;
  const pieces = join(
    '\x02',
    le(16, 4),
    le(0, 4),
    le(text.length, 4),
    le(0, 2),
    le(textStart, 4),
    le(0, 2),
  );
  const names = join(
    '\xff\xff',
    le(2, 2),
    le(0, 2),
    le(0, 2),
    le(template.length, 2),
    utf16(template),
  );
  const fib = Buffer.alloc(textStart);
  fib.writeUInt16LE(0xa5ec, 0);
  fib.writeUInt16LE(0x00c1, 2);
  fib.writeUInt16LE(0x0200 | flags, 10);
  fib.writeUInt16LE(14, 32);
  fib.writeUInt16LE(22, 62);
  fib.writeUInt16LE(93, 152);
  fib.writeUInt32LE(pieces.byteLength, 154 + 8 * 32);
  fib.writeUInt32LE(names.byteLength, 154 + 8 * 32 + 4);
  fib.writeUInt32LE(0, 154 + 8 * 33);
  fib.writeUInt32LE(pieces.byteLength, 154 + 8 * 33 + 4);
  return buildCompound({
    WordDocument: join(fib, utf16(text)),
    '1Table': join(pieces, names),
    ...others,
  });
}

/** A record of a presentation. */
export const pptRecord = (
  type: number,
  data: Uint8Array | string = '',
  version = 0,
  instance = 0,
) => {
  const bytes = join(data);
  return join(le((instance << 4) | version, 2), le(type, 2), le(bytes.byteLength, 4), bytes);
};

/** A container of a presentation. */
export const pptContainer = (type: number, ...records: readonly Uint8Array[]): Buffer =>
  pptRecord(type, join(...records), 0xf);

/** A presentation with these records in its document. */
export function presentation(records: readonly Uint8Array[] = [], token = 0xe391c05f): Buffer {
  const document = pptContainer(0x03e8, ...records);
  const edit = pptRecord(0x0ff5, Buffer.alloc(28));
  const user = pptRecord(
    0x0ff6,
    join(le(20, 4), le(token, 4), le(document.byteLength, 4), Buffer.alloc(8)),
  );
  return buildCompound({ 'Current User': user, 'PowerPoint Document': join(document, edit) });
}

/** A text record, such as the target of a link. */
export const pptString = (text: string, instance = 0): Buffer =>
  pptRecord(0x0fba, utf16(text), 0, instance);

/** A message with further entries in its root. */
export const message = (others: Tree = {}): Buffer =>
  buildCompound({
    '__properties_version1.0': Buffer.alloc(32),
    '__substg1.0_1000001F': utf16('Hello'),
    ...others,
  });

/** A stream of no meaning. */
export const stream = Buffer.alloc(100, 1);
/** A field of a text, with its result. */
export const field = (code: string): string => `Text \x13${code}\x14result\x15 text`;
/** What a click on a shape does, by its number. */
export const interactive = (action: number): Buffer =>
  pptRecord(0x0ff3, join(Buffer.alloc(8), Uint8Array.of(action), Buffer.alloc(7)));
/** The list of what a presentation refers to. */
export const externalObjects = (...records: readonly Uint8Array[]): Buffer =>
  pptContainer(0x0409, ...records);

/** A shape's properties: the name of its picture, and how it is kept (MS-ODRAW, section 2.3.23). */
export const linkedPicture = (flags = 8, name = '\\\\host\\a.png'): Buffer => {
  const text = utf16(`${name}\0`);
  const properties = join(le(0xc105, 2), le(text.byteLength, 4), le(0x0106, 2), le(flags, 4));
  return pptRecord(0xf00b, join(properties, text), 3, 2);
};

/** A rich text with an object. */
export const rtfObject = '{\\rtf1{\\object\\objemb{\\*\\objdata 01050000}}}';
/** Text in UTF-8. */
export const utf8 = (text: string): Buffer => Buffer.from(text);

/** The rich text body of a message behind its header (MS-OXRTFCP, section 2.1.3.1). */
export const richText = (kind: string, data: Uint8Array): Buffer =>
  join(le(data.byteLength + 12, 4), le(data.byteLength, 4), kind, le(0, 4), data);

/** Packs a text: its beginning as a reference to the first words of the dictionary, the rest byte by byte. */
export function packed(text: string): Buffer {
  const start = '{\\rtf1';
  const parts: (string | Uint8Array)[] = [
    '\x01\0\x04',
    ...text.slice(start.length, start.length + 7),
  ];
  for (let at = start.length + 7; at < text.length; at += 8) {
    parts.push('\0', text.slice(at, at + 8));
  }
  return join(...parts);
}
