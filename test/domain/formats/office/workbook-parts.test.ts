// Active parts of Excel workbooks are found, and passive parts of any document are not.
import { describe, expect, it } from 'vitest';
import { join, real, utf8 } from '../../../fixtures/hostile/bytes.ts';
import { entriesOf } from '../../../fixtures/hostile/office-parts.ts';
import { type Parts, seenIn } from '../office-documents.ts';
import {
  begin,
  code,
  deleted,
  end,
  properties,
  related,
  svg,
  transitional,
  word,
} from './parts.ts';

const sheet = `${transitional}/spreadsheetml/2006/main`;
const workbookPart = (name: string, xml: string): Parts => ({ [`xl/${name}`]: xml });
const cell = (formula: string) =>
  workbookPart(
    'worksheets/sheet9.xml',
    `<worksheet xmlns="${sheet}"><sheetData><row><c><f>${formula}</f></c></row></sheetData></worksheet>`,
  );
const name = (attributes: string, formula: string) =>
  workbookPart(
    'x9.xml',
    `<workbook xmlns="${sheet}"><definedNames><definedName ${attributes}>${formula}</definedName></definedNames></workbook>`,
  );
const drawing = (xml: string) =>
  workbookPart(
    'drawings/drawing9.xml',
    `<xdr:wsDr xmlns:xdr="${transitional}/drawingml/2006/spreadsheetDrawing">${xml}</xdr:wsDr>`,
  );
const legacy = (xml: string) =>
  workbookPart(
    'drawings/vml9.vml',
    `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:o="urn:schemas-microsoft-com:office:office">${xml}</xml>`,
  );
const pivot = (type: string) =>
  workbookPart(
    'pivotCache/c9.xml',
    `<pivotCacheDefinition xmlns="${sheet}" refreshOnLoad="1"><cacheSource type="${type}"/></pivotCacheDefinition>`,
  );

describe('an active part of an Excel workbook', () => {
  it.each<[string, Parts, string]>([
    [
      'a function behind quotes in names',
      cell(`'a"b'!A1+WEBSERVICE("http://a")&amp;'c"d'!A1`),
      'external_content',
    ],
    [
      'a function behind an escaped apostrophe',
      cell(`T[a'#]+WEBSERVICE("http://a")+T[b'#]`),
      'external_content',
    ],
    [
      'a function far from its bracket',
      cell(`WEBSERVICE${' '.repeat(20)}("http://a")`),
      'external_content',
    ],
    ['a function around another formula', cell('WEB<f/>SERVICE("http://a")'), 'external_content'],
    ['a link that starts a program', cell('HYPERLINK("file:///C:/a.exe","a")'), 'launch'],
    [
      'a workbook on another computer',
      cell(`'\\\\a.example\\s\\[a.xlsx]b'!A1`),
      'external_content',
    ],
    ['a workbook of the web', cell(`'https://a.example/[a.xlsx]b'!A1`), 'external_content'],
    ['a conversation with a program', name('name="a"', 'INITIATE("cmd","/c calc")'), 'dde'],
    ['a name that runs by itself', name('name="_xlnm.Auto_Open" hidden="1"', 'a!$A$1'), 'macro'],
    ['a call of a library in a name', name('name="a"', '_xlfn.CALL ("urlmon","a")'), 'macro'],
    [
      'a shape that runs a procedure of another file',
      drawing(`<xdr:sp macro="'\\\\a.example\\s\\a.xlsm'!b"/>`),
      'macro',
    ],
    [
      'a shape that shows a formula',
      drawing('<xdr:sp textlink="WEBSERVICE(A1)"/>'),
      'external_content',
    ],
    [
      'a control that runs a procedure of another file',
      legacy('<x:ClientData><x:FmlaMacro>[1]!a</x:FmlaMacro></x:ClientData>'),
      'macro',
    ],
    [
      'a picture by a formula',
      legacy("<x:ClientData><x:FmlaPict>cmd|'/c a'!A0</x:FmlaPict></x:ClientData>"),
      'dde',
    ],
    ['a pivot table that is refreshed', pivot('external'), 'external_content'],
    [
      'a formula in a column of a pivot table',
      workbookPart('p9.xml', `<a xmlns="${sheet}"><cacheField formula="WEBSERVICE(A1)"/></a>`),
      'external_content',
    ],
  ])('is found: %s', async (_what, parts, kind) => {
    const { flaw, kinds } = await seenIn('xlsx', parts);
    expect(flaw).toBeUndefined();
    expect(kinds).toContain(kind);
  });
});

describe('a passive part', () => {
  it.each<[string, 'docx' | 'xlsx', Parts]>([
    ['a link to an FTP server', 'docx', related('hyperlink', 'ftp://a.example/a')],
    ['a link to a telephone', 'docx', related('hyperlink', 'sip:a@b.example')],
    [
      'a page number with a tracked deletion',
      'docx',
      word(`<w:p>${begin}${code('PAGE')}${deleted(' a')}${end}</w:p>`),
    ],
    [
      'a condition on a merged field',
      'docx',
      word(
        `<w:p>${begin}${code('IF ')}${begin}${code('MERGEFIELD a')}${end}${code(' = 1 "a" "b"')}${end}</w:p>`,
      ),
    ],
    [
      'a field with a text box of alternatives',
      'docx',
      word(
        `<w:p>${begin}${code('IF 1 = 1')}<mc:AlternateContent><mc:Choice Requires="x"><w:p>${begin}${code('PAGE')}${end}</w:p></mc:Choice><mc:Fallback><w:p>${begin}${code('PAGE')}${end}</w:p></mc:Fallback></mc:AlternateContent>${end}</w:p>`,
      ),
    ],
    ['a drawing as PDF', 'docx', { 'word/media/image9.pdf': real('fixture.pdf') }],
    [
      'a drawing as SVG with a link',
      'docx',
      svg('<a xlink:href="https://a.example/"><use xlink:href="#b"/></a>'),
    ],
    ['a property of its own', 'docx', properties('Department')],
    [
      'a scrambled font that begins like markup',
      'docx',
      {
        '[Content_Types].xml': Buffer.from(
          entriesOf.docx.find((entry) => entry.name === '[Content_Types].xml')?.bytes ?? '',
        )
          .toString()
          .replace(
            '</Types>',
            '<Default Extension="odttf" ContentType="application/vnd.openxmlformats-officedocument.obfuscatedFont"/></Types>',
          ),
        'word/fonts/font9.odttf': join(utf8('<'), Buffer.from('8e1f00ffab', 'hex')),
      },
    ],
    [
      'a shape with the name of a macro that is gone',
      'xlsx',
      drawing('<xdr:sp macro="[0]!Makro1" textlink="$A$1"/>'),
    ],
    [
      'a link in a formula',
      'xlsx',
      cell('HYPERLINK("https://a.example/","a")&amp;HYPERLINK("#a!A1")'),
    ],
    [
      'a quoted sheet and a column with an apostrophe',
      'xlsx',
      cell(`'a b'!A1+T[[#This Row],[it''s]]&amp;"'"`),
    ],
    ['a pivot table of a sheet', 'xlsx', pivot('worksheet')],
  ])('a passive part has no findings: %s', async (_what, kind, parts) => {
    expect(await seenIn(kind, parts)).toEqual({ flaw: undefined, kinds: [] });
  });
});
