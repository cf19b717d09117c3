// Hostile office documents in many forms, and passive ones that only a parser distinguishes from them.
import { describe, expect, it } from 'vitest';
import { fieldFinding } from '../../../../lambdas/domain/formats/office/fields.ts';
import { formulaFinding } from '../../../../lambdas/domain/formats/office/formulas.ts';
import { real, zeros } from '../../../fixtures/hostile/bytes.ts';
import { docx, entriesOf, odt } from '../../../fixtures/hostile/office-parts.ts';
import { officeVariants } from '../../../fixtures/hostile/office-variants.ts';
import { look } from '../look.ts';
import { type DocumentKind, lookAtDocument, type Parts } from '../office-documents.ts';

/** One of so many variants is tried here; `npm run verify:content` tries more. */
const EVERY = 1009;

it('finds the active content of every base in many forms', async () => {
  const missed: string[] = [];
  let count = 0;
  for (const { kind, name, contentType, bytes } of officeVariants) {
    count += 1;
    if (count % EVERY !== 0) continue;
    const { document } = await look(contentType, bytes());
    if (!document?.findings.some((finding) => finding.kind === kind)) missed.push(name);
  }
  expect(count).toBeGreaterThan(10_000);
  expect(missed).toEqual([]);
});

const seenIn = async (kind: DocumentKind, parts: Parts) =>
  (await lookAtDocument(kind, parts)).document;

const word = (body: string) =>
  `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
const relations = (type: string, target: string) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`;
const text = (content: string) =>
  Buffer.from(entriesOf.odt.find(({ name }) => name === 'content.xml')?.bytes ?? '')
    .toString()
    .replace(/(<office:text[^>]*>)/, `$1${content}`);

describe('a document that only speaks of active content', () => {
  it.each<[string, DocumentKind, Parts]>([
    [
      'text about DDEAUTO',
      'docx',
      { 'word/document.xml': word('<w:p><w:r><w:t>DDEAUTO cmd "/k calc"</w:t></w:r></w:p>') },
    ],
    [
      'markup in its text',
      'docx',
      {
        'word/document.xml': word(
          '<w:p><w:r><w:t>&lt;w:instrText&gt;DDE&lt;/w:instrText&gt;</w:t></w:r></w:p>',
        ),
      },
    ],
    [
      'a link that ends in /attachedTemplate',
      'docx',
      {
        'word/_rels/footer9.xml.rels': relations(
          'hyperlink',
          'https://example.com/relationships/attachedTemplate',
        ),
      },
    ],
    [
      'a link to a mail address',
      'docx',
      { 'word/_rels/footer9.xml.rels': relations('hyperlink', 'mailto:a@example.com') },
    ],
    [
      'a link to a document beside it',
      'docx',
      { 'word/_rels/footer9.xml.rels': relations('hyperlink', '../a.docx') },
    ],
    [
      'a template on its own drive',
      'docx',
      {
        'word/_rels/settings.xml.rels': relations(
          'attachedTemplate',
          'file:///C:\\Templates\\a.dotx',
        ),
      },
    ],
    [
      'page numbers and contents',
      'docx',
      {
        'word/document.xml': word(
          '<w:fldSimple w:instr=" TOC \\o &quot;1-3&quot; \\h "/><w:fldSimple w:instr="PAGE"/>',
        ),
      },
    ],
    [
      'elements of its own vocabulary',
      'docx',
      { 'customXml/item1.xml': '<instrText xmlns="urn:mine">DDE cmd</instrText>' },
    ],
    [
      'an embedded workbook',
      'docx',
      { 'word/embeddings/Microsoft_Excel_Sheet1.xlsx': real('fixture.xlsx') },
    ],
    [
      'text about a macro sheet',
      'xlsx',
      {
        'xl/comments9.xml':
          '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><t>macrosheet =cmd|x!A1</t></comments>',
      },
    ],
    [
      'text about scripts',
      'odt',
      { 'content.xml': text('<text:p>script:event-listener vnd.sun.star.script:a</text:p>') },
    ],
    [
      'a link',
      'odt',
      {
        'content.xml': text(
          '<text:p><text:a xlink:type="simple" xlink:href="https://example.com/vnd.sun.star.script:a">x</text:a></text:p>',
        ),
      },
    ],
    [
      'empty settings of its program',
      'odt',
      { 'Configurations2/accelerator/current.xml': zeros(0) },
    ],
  ])(
    'a document that only mentions active content has no findings: %s',
    async (_what, kind, parts) => {
      expect(await seenIn(kind, parts)).toEqual({ findings: [] });
    },
  );
});

it.each<[string, DocumentKind, Parts]>([
  ['a DTD', 'docx', { 'word/settings.xml': '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>' }],
  ['markup that is not well-formed', 'docx', { 'word/settings.xml': '<a><b></a>' }],
  [
    'two list entries for one part',
    'docx',
    {
      '[Content_Types].xml':
        '<Types xmlns="u"><Default Extension="xml" ContentType="a/b"/><Default Extension="XML" ContentType="a/c"/></Types>',
    },
  ],
  ['part names that differ in case', 'docx', { 'WORD/DOCUMENT.XML': word('') }],
  ['no document', 'docx', { '_rels/.rels': '<Relationships/>' }],
  [
    'two documents',
    'docx',
    {
      '_rels/.rels': relations('officeDocument', 'a')
        .replaceAll(' TargetMode="External"', '')
        .replace('</R', '<Relationship Id="b" Type="x/officeDocument" Target="b"/></R'),
    },
  ],
  [
    'fields nested 100,000 deep',
    'docx',
    { 'word/document.xml': word('<w:fldChar w:fldCharType="begin"/>'.repeat(100_000)) },
  ],
  [
    'a manifest of another type',
    'odt',
    {
      'META-INF/manifest.xml':
        '<m:manifest xmlns:m="u"><m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
    },
  ],
  [
    'a manifest with a DTD',
    'odt',
    { 'META-INF/manifest.xml': '<!DOCTYPE m [<!ENTITY e "x">]><m/>' },
  ],
])('a package with %s has a flaw', async (_what, kind, parts) => {
  const { archive, document } = await lookAtDocument(kind, parts);
  expect(document?.flaw ?? archive?.flaw).toBeDefined();
});

it.each(['fixture.docx', 'fixture.xlsx', 'fixture.odt', 'fixture.pptx'])(
  '%s has a flaw wherever it is cut off',
  async (name) => {
    const whole = real(name);
    const type = name.endsWith('odt') ? odt : docx;
    for (let at = 64; at < whole.byteLength; at += 64) {
      const { archive, document } = await look(type, whole.subarray(0, at));
      expect(archive?.flaw ?? document?.flaw).toBeDefined();
    }
  },
);

it.each([
  ['DDEAUTO c:\\\\a.exe "x"', 'dde'],
  [' dde cmd', 'dde'],
  ['"DDE" cmd', 'dde'],
  ['\ufffc cmd', 'dde'],
  ['LINK Excel.Sheet.12 "a"', 'external_content'],
  ['INCLUDEPICTURE "http://a"', 'external_content'],
  ['INCLUDEPICTURE "\\\\\\\\host\\\\a"', 'external_content'],
  ['INCLUDEPICTURE "C:\\\\a.png" \\d', undefined],
  ['INCLUDEPICTURE "cid:a@b"', undefined],
  ['HYPERLINK "https://a" \\o "javascript: is bad"', undefined],
  ['HYPERLINK \\l "top"', undefined],
  ['HYPERLINK "javascript:alert(1)"', 'script'],
  ['HYPERLINK "ms-msdt:a"', 'launch'],
  ['PAGE \\* MERGEFORMAT', undefined],
  ['ADDEND x', undefined],
])('the field %j is %s', (code, kind) => {
  expect(fieldFinding(code)?.kind).toBe(kind);
});

it.each([
  ["cmd|'/c calc'!A0", 'dde'],
  ['DDE("a";"b";"c")', 'dde'],
  ['of:=dde("a";"b";"c")', 'dde'],
  ['1+_xlfn.WEBSERVICE("http://a")', 'external_content'],
  ['RTD("a",,"b")', 'dde'],
  ['SUM(A1:A9)', undefined],
  ['"DDE(" & A1', undefined],
  ['"a|b"', undefined],
  ["'a|b'!A1", undefined],
  ['{1;2|3;4}', undefined],
  ['ADDED(1)', undefined],
  ['DDE+1', undefined],
])('the formula %j is %s', (formula, kind) => {
  expect(formulaFinding(formula)).toBe(kind);
});
