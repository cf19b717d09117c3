// What documents of Office 97 to 2003 hold and do: passive ones pass, each active content is found by its kind.
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../../lambdas/domain/inspect.ts';
import { bytesInMemory } from '../../bytes-in-memory.ts';
import { join, le, real } from '../look.ts';
import { buildCompound } from './build-compound.ts';
import {
  biffRecord,
  message,
  pptContainer,
  pptRecord,
  pptString,
  presentation,
  supBook,
  wordDocument,
  workbook,
  workbookStream,
} from './samples.ts';

const inspected = async (bytes: Uint8Array) => await inspect(bytesInMemory(bytes));
const kindsIn = async (bytes: Uint8Array) => {
  const { document } = await inspected(bytes);
  expect(document?.flaw).toBeUndefined();
  return [...new Set(document?.findings.map(({ kind }) => kind))];
};
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const stream = Buffer.alloc(100, 1);
const field = (code: string): string => `Text \x13${code}\x14result\x15 text`;
const interactive = (action: number): Buffer =>
  pptRecord(0x0ff3, join(Buffer.alloc(8), Uint8Array.of(action), Buffer.alloc(7)));
const externalObjects = (...records: readonly Uint8Array[]): Buffer =>
  pptContainer(0x0409, ...records);

/** A shape's properties: the name of its picture, and how it is kept (MS-ODRAW, section 2.3.23). */
const linkedPicture = (flags = 8, name = '\\\\host\\a.png'): Buffer => {
  const text = utf16(`${name}\0`);
  const properties = join(le(0xc105, 2), le(text.byteLength, 4), le(0x0106, 2), le(flags, 4));
  return pptRecord(0xf00b, join(properties, text), 3, 2);
};

const rtfObject = '{\\rtf1{\\object\\objemb{\\*\\objdata 01050000}}}';
const utf8 = (text: string): Buffer => Buffer.from(text);

/** The rich text body of a message behind its header (MS-OXRTFCP, section 2.1.3.1). */
const richText = (kind: string, data: Uint8Array): Buffer =>
  join(le(data.byteLength + 12, 4), le(data.byteLength, 4), kind, le(0, 4), data);

/** Packs a text: its beginning as a reference to the first words of the dictionary, the rest byte by byte. */
function packed(text: string): Buffer {
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

describe('the type of a compound file', () => {
  it.each([
    ['a Word document', wordDocument('Hello'), 'application/msword'],
    ['a workbook', workbook(), 'application/vnd.ms-excel'],
    ['a presentation', presentation(), 'application/vnd.ms-powerpoint'],
    ['a message', message(), 'application/vnd.ms-outlook'],
    [
      'an encrypted document',
      buildCompound({ EncryptedPackage: stream }),
      'application/x-office-encrypted',
    ],
    [
      'a document of another program',
      buildCompound({ VisioDocument: stream }),
      'application/x-cfb',
    ],
    [
      'a document of two types',
      buildCompound({ WordDocument: stream, Workbook: stream }),
      'application/x-cfb',
    ],
    [
      'a storage with the name of a stream',
      buildCompound({ WordDocument: { Workbook: stream } }),
      'application/x-cfb',
    ],
    ['a real Word document', real('fixture.doc.cfb'), 'application/msword'],
    ['a real workbook', real('fixture.xls.cfb'), 'application/vnd.ms-excel'],
  ])('is recognised for %s', async (_name, bytes, type) => {
    expect((await inspected(bytes)).detectedType).toBe(type);
  });
});

describe('a document that does nothing', () => {
  it.each([
    ['a Word document with passive fields', wordDocument(field(' PAGE \\* MERGEFORMAT '))],
    [
      'a Word document with a link to a page',
      wordDocument(field(' HYPERLINK "https://a.example/" ')),
    ],
    ['a Word document whose template is local', wordDocument('x', { template: 'C:\\T\\a.dot' })],
    [
      'a Word document with an empty object pool',
      wordDocument('x', { others: { ObjectPool: {} } }),
    ],
    ['a workbook', workbook()],
    ['a workbook that refers to its own sheets', workbook([biffRecord(0x01ae, '\x01\0\x01\x04')])],
    ['a workbook that refers to a local book', workbook([supBook('\x01\x01Cbooks\x03a.xls')])],
    ['a presentation with a jump to a slide', presentation([interactive(3)])],
    [
      'a presentation with a link to a page',
      presentation([externalObjects(pptContainer(0x0fd7, pptString('https://a.example/', 1)))]),
    ],
    ['a picture whose name leads elsewhere', presentation([linkedPicture(0)])],
    ['a linked picture on this computer', presentation([linkedPicture(8, 'C:\\a.png')])],
    ['a message', message()],
    [
      'a message of rich text',
      message({
        '__substg1.0_10090102': richText('LZFu', packed('{\\rtf1 Hello, this is a text}')),
      }),
    ],
    ['a real workbook', real('fixture.xls.cfb')],
  ])('has no findings: %s', async (_name, bytes) => {
    expect(await kindsIn(bytes)).toEqual([]);
  });
});

describe('active content', () => {
  it.each([
    [
      'macros of Word',
      wordDocument('x', { others: { Macros: { VBA: { dir: stream } } } }),
      'macro',
    ],
    ['macros of Excel', workbook([], { _VBA_PROJECT_CUR: { VBA: { dir: stream } } }), 'macro'],
    [
      'names of macros in other letters',
      workbook([], { _vba_project_CUR: { x: stream } }),
      'macro',
    ],
    ['a sheet of Excel 4 macros', buildCompound({ Workbook: workbookStream([], 1) }), 'macro'],
    ['an older sheet of macros', buildCompound({ Book: workbookStream([], 1) }), 'macro'],
    [
      'a sheet of macros in the older of two workbooks',
      buildCompound({ Workbook: workbookStream(), Book: workbookStream([], 1) }),
      'macro',
    ],
    [
      'a name that runs when the workbook opens',
      workbook([biffRecord(0x0018, join(le(0x20, 2), '\0\x01', Buffer.alloc(10), '\0\x01'))]),
      'macro',
    ],
    [
      'objects of Word',
      wordDocument('x', { others: { ObjectPool: { _1: { a: stream } } } }),
      'embedded_object',
    ],
    [
      'an object of Excel',
      workbook([], { MBD0001: { '\x01Ole10Native': stream } }),
      'embedded_object',
    ],
    ['controls of Excel', workbook([], { Ctls: stream }), 'embedded_object'],
    ['an object field', wordDocument(field(' EMBED Package ')), 'embedded_object'],
    ['a chart in a real Word document', real('fixture.doc.cfb'), 'embedded_object'],
    ['a DDE field', wordDocument(field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" ')), 'dde'],
    ['a DDE field inside another field', wordDocument(`\x13 QUOTE ${field('DDE x y')}\x15`), 'dde'],
    [
      'an included file',
      wordDocument(field(' INCLUDETEXT "https://a.example/x" ')),
      'external_content',
    ],
    [
      'a picture elsewhere',
      wordDocument(field(' INCLUDEPICTURE "\\\\\\\\host\\\\x" ')),
      'external_content',
    ],
    [
      'a template elsewhere',
      wordDocument('x', { template: 'http://a.example/t.dot' }),
      'external_content',
    ],
    [
      'a template on another computer',
      wordDocument('x', { template: '\\\\host\\t.dot' }),
      'external_content',
    ],
    ['a program that exchanges data', workbook([supBook('cmd\x03/c calc')]), 'dde'],
    [
      'a book on another computer',
      workbook([supBook('\x01\x01@host\x03share\x03a.xls')]),
      'external_content',
    ],
    [
      'a book on the web',
      workbook([supBook('\x01\x05\x14http://a.example/a.xls')]),
      'external_content',
    ],
    ['a query', workbook([biffRecord(0x00dc, Buffer.alloc(12))]), 'external_content'],
    [
      'a linked picture of Word',
      wordDocument('x', { others: { Data: linkedPicture() } }),
      'external_content',
    ],
    [
      'a linked picture of Excel',
      workbook([biffRecord(0x00ec, linkedPicture())]),
      'external_content',
    ],
    [
      'a linked picture of Excel in two records',
      workbook([
        biffRecord(0x00ec, linkedPicture().subarray(0, 11)),
        biffRecord(0x003c, linkedPicture().subarray(11)),
      ]),
      'external_content',
    ],
    ['a linked picture of PowerPoint', presentation([linkedPicture()]), 'external_content'],
    ['an action that starts a program', presentation([interactive(2)]), 'launch'],
    ['an action that runs a macro', presentation([interactive(1)]), 'macro'],
    [
      'macros of PowerPoint',
      presentation([pptRecord(0x0400, join(le(7, 4), le(1, 4), le(2, 4)))]),
      'macro',
    ],
    [
      'an object of PowerPoint',
      presentation([externalObjects(pptContainer(0x0fcc))]),
      'embedded_object',
    ],
    [
      'a control of PowerPoint',
      presentation([externalObjects(pptContainer(0x0fee))]),
      'embedded_object',
    ],
    ['a linked object', presentation([externalObjects(pptContainer(0x0fce))]), 'external_content'],
    [
      'a link to a program',
      presentation([externalObjects(pptContainer(0x0fd7, pptString('calc.exe', 1)))]),
      'launch',
    ],
    [
      'a sound on another computer',
      presentation([externalObjects(pptContainer(0x1006, pptString('\\\\host\\a.wav')))]),
      'external_content',
    ],
    [
      'an attachment',
      message({
        '__attach_version1.0_#00000000': { '__substg1.0_3707001F': utf16('a.exe') },
      }),
      'embedded_file',
    ],
    [
      'an object in the rich text of a message',
      message({ '__substg1.0_10090102': richText('LZFu', packed(rtfObject)) }),
      'embedded_object',
    ],
    [
      'an object in rich text that is not packed',
      message({ '__substg1.0_10090102': richText('MELA', utf8(rtfObject)) }),
      'embedded_object',
    ],
    [
      'a reminder whose sound lies on another computer',
      message({ '__substg1.0_8008001F': utf16('\\\\host\\share\\a.wav') }),
      'external_content',
    ],
  ])('is found: %s', async (_name, bytes, kind) => {
    expect(await kindsIn(bytes)).toContain(kind);
  });

  it('names an attachment', async () => {
    const { document } = await inspected(
      message({ '__attach_version1.0_#00000000': { '__substg1.0_3707001F': utf16('a.exe') } }),
    );
    expect(document?.findings).toEqual([
      { kind: 'embedded_file', where: '__attach_version1.0_#00000000', target: 'a.exe' },
    ]);
  });
});

describe('an encrypted document', () => {
  it.each([
    ['Word', wordDocument('x', { flags: 0x0100 })],
    ['Excel', workbook([biffRecord(0x002f, Buffer.alloc(54))])],
    ['PowerPoint', presentation([], 0xf3d1c4df)],
    ['Office of today', buildCompound({ EncryptedPackage: stream, EncryptionInfo: stream })],
  ])('of %s is called encrypted', async (_name, bytes) => {
    expect((await inspected(bytes)).document).toMatchObject({ isEncrypted: true, findings: [] });
  });
});

describe('a document that cannot be followed', () => {
  it.each([
    ['a Word document without its table', buildCompound({ WordDocument: Buffer.alloc(2000) })],
    ['text outside the document', wordDocument('x'.repeat(5000)).subarray(0, 3000)],
    [
      'a sheet that begins nowhere',
      buildCompound({
        Workbook: join(
          workbookStream().subarray(0, 20),
          biffRecord(0x85, join(le(5, 4), '\0\0\x01\0x')),
          biffRecord(10),
        ),
      }),
    ],
    [
      'a message with another kind of rich text',
      message({ '__substg1.0_10090102': richText('ABCD', Buffer.alloc(9)) }),
    ],
    ['a workbook without an end', buildCompound({ Workbook: workbookStream().subarray(0, -4) })],
    [
      'a presentation without a last edit',
      buildCompound({
        'Current User': Buffer.alloc(40),
        'PowerPoint Document': pptContainer(0x03e8),
      }),
    ],
  ])('has a flaw: %s', async (_name, bytes) => {
    const { document, detectedType } = await inspected(bytes);
    expect(document?.flaw ?? detectedType).not.toBeUndefined();
    if (detectedType !== 'application/x-cfb') expect(document?.flaw).toBeDefined();
  });
});

describe('an archive in a document', () => {
  const end = join('PK\x05\x06', Buffer.alloc(18));

  it('is found behind the last sector', async () => {
    const { foreign } = await inspected(join(workbook(), Buffer.alloc(490), end));
    expect(foreign?.kind).toBe('ZIP');
  });

  it('is part of the document where a stream holds it', async () => {
    const { foreign } = await inspected(workbook([], { Theme: join(Buffer.alloc(5000), end) }));
    expect(foreign).toBeUndefined();
  });
});
