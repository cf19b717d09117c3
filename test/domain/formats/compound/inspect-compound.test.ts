// What documents of Office 97 to 2003 are, that passive ones pass, and which ones are encrypted or cannot be followed.
import { describe, expect, it } from 'vitest';
import { join, le, real } from '../look.ts';
import { buildCompound } from './build-compound.ts';
import { inspected, kindsIn } from './kinds-in.ts';
import {
  biffRecord,
  externalObjects,
  field,
  interactive,
  linkedPicture,
  message,
  packed,
  pptContainer,
  pptString,
  presentation,
  richText,
  stream,
  supBook,
  wordDocument,
  workbook,
  workbookStream,
} from './samples.ts';

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
  ])('the type of a compound file is recognised: %s', async (_name, bytes, type) => {
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
  ])('a document without active content has no findings: %s', async (_name, bytes) => {
    expect(await kindsIn(bytes)).toEqual([]);
  });
});

describe('an encrypted document', () => {
  it.each([
    ['Word', wordDocument('x', { flags: 0x0100 })],
    ['Excel', workbook([biffRecord(0x002f, Buffer.alloc(54))])],
    ['PowerPoint', presentation([], 0xf3d1c4df)],
    ['Office of today', buildCompound({ EncryptedPackage: stream, EncryptionInfo: stream })],
  ])('an encrypted document of %s is reported as encrypted', async (_name, bytes) => {
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
  ])('a document that cannot be parsed has a flaw: %s', async (_name, bytes) => {
    const { document, detectedType } = await inspected(bytes);
    expect(document?.flaw ?? detectedType).not.toBeUndefined();
    if (detectedType !== 'application/x-cfb') expect(document?.flaw).toBeDefined();
  });
});

describe('an archive in a document', () => {
  const end = join('PK\x05\x06', Buffer.alloc(18));

  it('an archive behind the last sector of a document is found', async () => {
    const { foreign } = await inspected(join(workbook(), Buffer.alloc(490), end));
    expect(foreign?.kind).toBe('ZIP');
  });

  it('an archive in a stream of a document is part of the document', async () => {
    const { foreign } = await inspected(workbook([], { Theme: join(Buffer.alloc(5000), end) }));
    expect(foreign).toBeUndefined();
  });
});
