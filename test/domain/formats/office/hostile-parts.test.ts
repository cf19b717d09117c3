// Parts of Office documents that act, in the places and spellings that parsers overlook, and passive parts like them.
import { describe, expect, it } from 'vitest';
import { type Parts, seenIn } from '../office-documents.ts';
import {
  begin,
  code,
  deleted,
  end,
  properties,
  related,
  relation,
  svg,
  transitional,
  word,
} from './parts.ts';

const pdf = (action: string) =>
  `%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R${action}>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n`;

describe('an active part of a Word document', () => {
  it.each<[string, Parts, string]>([
    [
      'an image by an absolute address without a mode',
      related('image', 'https://a.example/a', ''),
      'external_content',
    ],
    [
      'an image on another computer',
      related('image', 'file:///\\\\a.example\\s\\a.png'),
      'external_content',
    ],
    [
      'an image at a device path',
      related('image', '\\\\?\\UNC\\a.example\\s\\a.png'),
      'external_content',
    ],
    [
      'an image at a path of the system',
      related('image', '\\??\\UNC\\a.example\\s\\a.png'),
      'external_content',
    ],
    [
      'a template whose address has zero-width signs',
      related('attachedTemplate', 'ht\u200btps://a.example/a'),
      'external_content',
    ],
    [
      'a template whose address is escaped',
      related('attachedTemplate', '%68ttps://a.example/a'),
      'external_content',
    ],
    [
      'a template at an FTP server',
      related('attachedTemplate', 'ftp://a.example/a.dotm'),
      'external_content',
    ],
    [
      'a template as an internal part of another host',
      related('attachedTemplate', '//a.example/a', 'Internal'),
      'external_content',
    ],
    [
      'a stylesheet that transforms',
      related('transform', 'https://a.example/a.xsl'),
      'external_content',
    ],
    [
      'a source of a mail merge',
      related('mailMergeSource', 'file:///C:\\a.mdb'),
      'external_content',
    ],
    [
      'a link that starts a program',
      related('hyperlink', 'file:///C:/Windows/System32/calc.exe'),
      'launch',
    ],
    ['a link with script', related('hyperlink', 'java&#x9;script:a'), 'script'],
    ['a link of the support tool', related('hyperlink', 'ms-msdt:/id a'), 'launch'],
    [
      'a field split by letters and line ends',
      word(`<w:p>${begin}\n${code('D')}\n${code('D')}\n${code('E cmd')}\n${end}</w:p>`),
      'dde',
    ],
    [
      'a field split by deleted code',
      word(`<w:p>${begin}${code('DD')}${deleted('x')}${code('E cmd')}${end}</w:p>`),
      'dde',
    ],
    ['a field in deleted code', word(`<w:p>${begin}${deleted('DDE cmd')}${end}</w:p>`), 'dde'],
    [
      'a field split by text',
      word(`<w:p>${begin}${code('DD')}<w:r><w:t>x</w:t></w:r>${code('E cmd')}${end}</w:p>`),
      'dde',
    ],
    [
      'a field with text in the place of code',
      word(`<w:p>${begin}<w:r><w:t>DDE cmd</w:t></w:r>${end}</w:p>`),
      'dde',
    ],
    [
      'a field whose arguments follow a tab',
      word(`<w:p>${begin}${code('DDE')}<w:r><w:tab/></w:r>${code('cmd')}${end}</w:p>`),
      'dde',
    ],
    [
      'a field whose arguments follow a paragraph',
      word(`<w:p>${begin}${code('DDE')}</w:p><w:p>${code('cmd')}${end}</w:p>`),
      'dde',
    ],
    [
      'a field whose name ends in another field',
      word(
        `<w:p>${begin}${code('DD')}${begin}${code('QUOTE 69')}${end}${code(' cmd')}${end}</w:p>`,
      ),
      'dde',
    ],
    [
      'a field with an instruction between its code',
      word(`<w:p>${begin}<w:r><w:instrText>DD<?a b?>E<!-- --> cmd</w:instrText></w:r>${end}</w:p>`),
      'dde',
    ],
    [
      'a field with a foreign element in its code',
      word(`<w:p>${begin}<w:r><w:instrText>DD<x:a/>E cmd</w:instrText></w:r>${end}</w:p>`),
      'dde',
    ],
    [
      'a field without an end',
      word(`<w:p>${begin}${code('INCLUDETEXT "https://a.example/a"')}</w:p>`),
      'external_content',
    ],
    [
      'a field in capitals of its mark',
      word(`<w:p>${begin.replace('"begin"', '" Begin "')}${code('DDE a')}${end}</w:p>`),
      'dde',
    ],
    [
      'an included picture in a nested field',
      word(
        `<w:p>${begin}${code('IF 1 = 1 "')}${begin}${code('INCLUDEPICTURE "https://a.example/a"')}${end}${code('"')}${end}</w:p>`,
      ),
      'external_content',
    ],
    [
      'a picture of an old drawing',
      word('<w:pict><v:shape><v:imagedata src="https://a.example/a"/></v:shape></w:pict>'),
      'external_content',
    ],
    [
      'an old drawing that uses the relation of a link',
      {
        ...word('<w:pict><v:shape><v:imagedata o:relid="rId9"/></v:shape></w:pict>'),
        'word/_rels/document.xml.rels': relation('hyperlink', 'https://a.example/a'),
      },
      'external_content',
    ],
    [
      'a picture that uses the relation of a link',
      {
        ...word('<a:blip r:link=" rId9 "/>'),
        'word/_rels/document.xml.rels': relation('hyperlink', 'https://a.example/a'),
      },
      'external_content',
    ],
    ['an add-in of .NET', properties('_AssemblyLocation'), 'macro'],
    [
      'a schema to download',
      {
        'word/settings9.xml': `<sl:schemaLibrary xmlns:sl="${transitional}/schemaLibrary/2006/main"><sl:schema sl:manifestLocation="https://a.example/a"/></sl:schemaLibrary>`,
      },
      'external_content',
    ],
    [
      'a film of the web',
      word(
        '<a:webVideoPr xmlns:a="http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing" embeddedHtml="&lt;iframe>"/>',
      ),
      'external_content',
    ],
    [
      'an SVG that fetches a picture',
      svg('<image xlink:href="https://a.example/a"/>'),
      'external_content',
    ],
    ['an SVG with script', svg('<script>a</script>'), 'script'],
    [
      'a PDF with an action among pictures',
      { 'word/media/image9.pdf': pdf('/OpenAction<</S/JavaScript/JS(a)>>') },
      'embedded_object',
    ],
    ['a PDF outside the pictures', { 'word/embeddings/a.bin': pdf('') }, 'embedded_object'],
    [
      'a package that is no document',
      {
        'word/embeddings/a.dat': 'xPK',
        'word/_rels/footer9.xml.rels': relation('package', 'embeddings/a.dat', ''),
      },
      'embedded_object',
    ],
    [
      'a callback of the ribbon',
      {
        'customUI/a.xml':
          '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui" onLoad="A.b"/>',
      },
      'script',
    ],
  ])('is found: %s', async (_what, parts, kind) => {
    const { flaw, kinds } = await seenIn('docx', parts);
    expect(flaw).toBeUndefined();
    expect(kinds).toContain(kind);
  });

  it.each<[string, Parts]>([
    ['a field with two codes', word('<w:fldSimple x:instr="PAGE" w:instr="DDE cmd"/>')],
    [
      'a mark with two types',
      word('<w:r><w:fldChar x:fldCharType="end" w:fldCharType="begin"/></w:r>'),
    ],
    [
      'code that stands in one of two alternatives',
      word(
        `<w:p>${begin}<mc:AlternateContent><mc:Choice Requires="x">${code('PAGE')}</mc:Choice><mc:Fallback>${code('DDE cmd')}</mc:Fallback></mc:AlternateContent>${end}</w:p>`,
      ),
    ],
    ['a part in pieces', { 'word/a.xml/[0].last.piece': '<a/>' }],
  ])('a part of a Word document is refused as contradictory: %s', async (_what, parts) => {
    expect((await seenIn('docx', parts)).flaw?.kind).toBe('contradictory');
  });
});
