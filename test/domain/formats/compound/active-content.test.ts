// Active content in documents of Office 97 to 2003: each is found by its kind.
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
  pptRecord,
  pptString,
  presentation,
  richText,
  rtfObject,
  stream,
  supBook,
  utf8,
  utf16,
  wordDocument,
  workbook,
  workbookStream,
} from './samples.ts';

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
  ])('active content of a compound file is found: %s', async (_name, bytes, kind) => {
    expect(await kindsIn(bytes)).toContain(kind);
  });

  it('the finding about an attachment has its name', async () => {
    const { document } = await inspected(
      message({ '__attach_version1.0_#00000000': { '__substg1.0_3707001F': utf16('a.exe') } }),
    );
    expect(document?.findings).toEqual([
      { kind: 'embedded_file', where: '__attach_version1.0_#00000000', target: 'a.exe' },
    ]);
  });
});
