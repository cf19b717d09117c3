// Honest counterparts: documents that mention active content in text, titles and addresses, and have none.
import { utf8 } from '../test/fixtures/hostile/bytes.ts';
import { everyByte } from '../test/fixtures/hostile/made-file.ts';
import {
  docx,
  entriesOf,
  odt,
  documentWith as officeWith,
} from '../test/fixtures/hostile/office-parts.ts';
import { layouts } from '../test/fixtures/hostile/pdf/layouts.ts';
import {
  type Document,
  dictionary,
  documentWith,
  link,
  name,
  text,
} from '../test/fixtures/hostile/pdf/model.ts';
import { plainStyle } from '../test/fixtures/hostile/pdf/styles.ts';
import type { Family, Variant } from './variant.ts';

const said = '/OpenAction << /S /JavaScript /JS (app.alert(1)) >> /Launch /EmbeddedFile \\objdata';

/** Honest counterparts of the hostile variants. */
export const honestPairs = (): readonly Variant[] => [...pdfPairs(), ...officePairs(), rtfPair()];

const honest = (
  family: Family,
  kind: string,
  index: number,
  extension: string,
  contentType: string,
  bytes: Uint8Array,
  steps: readonly string[] = [],
): Variant => ({
  name: `honest-${family.toLowerCase()}-${index}`,
  family,
  kind,
  steps,
  contentType,
  extension,
  bytes,
  isHonest: true,
});

const pdfs: Readonly<Record<string, Document>> = {
  'a page whose text is code': documentWith({}).map((object) =>
    object.number === 4
      ? {
          ...object,
          data: Buffer.from(`BT /F1 12 Tf 20 100 Td (${said.replaceAll(/[()\\]/g, '\\$&')}) Tj ET`),
        }
      : object,
  ),
  'a bookmark whose title is code': documentWith({
    catalog: { Outlines: link(10) },
    objects: [
      { number: 10, value: dictionary({ First: link(11), Last: link(11), Count: 1 }) },
      {
        number: 11,
        value: dictionary({ Title: text(said), Parent: link(10), Dest: [link(3), name('Fit')] }),
      },
    ],
  }),
  'a link that a person clicks': documentWith({
    page: {
      Annots: [
        dictionary({
          Type: name('Annot'),
          Subtype: name('Link'),
          Rect: [0, 0, 50, 50],
          Contents: text(said),
          A: dictionary({ S: name('URI'), URI: text('https://example.com/JavaScript/Launch') }),
        }),
      ],
    },
  }),
  'a document that opens at its first page': documentWith({
    catalog: { OpenAction: [link(3), name('Fit')] },
  }),
};

const pdfLayouts = ['cross-reference table', 'objects in reverse order', 'object stream'];

const pdfPairs = (): readonly Variant[] =>
  Object.entries(pdfs).flatMap(([kind, document], index) =>
    pdfLayouts.flatMap((layout, at) => {
      const bytes = layouts[layout]?.(document, plainStyle);
      const steps = at === 0 ? [] : [layout];
      const number = index * pdfLayouts.length + at;
      return bytes ? [honest('PDF', kind, number, '.pdf', 'application/pdf', bytes, steps)] : [];
    }),
  );

const partOf = (kind: 'docx' | 'odt', part: string): string =>
  Buffer.from(entriesOf[kind].find((entry) => entry.name === part)?.bytes ?? []).toString();

function officePairs(): readonly Variant[] {
  const body = partOf('docx', 'word/document.xml');
  const relations = partOf('docx', 'word/_rels/document.xml.rels');
  const paragraph = `<w:p><w:r><w:t>DDEAUTO c:\\\\windows\\\\calc.exe ${said.replaceAll('<', '&lt;')}</w:t></w:r></w:p>`;
  const spoken = officeWith('docx', [
    { name: 'word/document.xml', bytes: utf8(body.replace('<w:body>', `<w:body>${paragraph}`)) },
  ]);
  const relation =
    '<Relationship Id="rIdHonest" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.com/attachedTemplate" TargetMode="External"/>';
  const linked = officeWith('docx', [
    {
      name: 'word/_rels/document.xml.rels',
      bytes: utf8(relations.replace('</Relationships>', `${relation}</Relationships>`)),
    },
  ]);
  const content = partOf('odt', 'content.xml');
  const written = officeWith('odt', [
    {
      name: 'content.xml',
      bytes: utf8(
        content.replace(
          '</office:text>',
          '<text:p>&lt;script:event-listener xlink:href="vnd.sun.star.script:a"/></text:p></office:text>',
        ),
      ),
    },
  ]);
  return [
    honest('Office', 'a text that reads like a DDE field', 0, '.docx', docx, everyByte(spoken)),
    honest(
      'Office',
      'a hyperlink that ends in /attachedTemplate',
      1,
      '.docx',
      docx,
      everyByte(linked),
    ),
    honest('OpenDocument', 'a text that reads like a script', 0, '.odt', odt, everyByte(written)),
  ];
}

const rtfPair = (): Variant =>
  honest(
    'RTF',
    'a text that reads like an object',
    0,
    '.rtf',
    'application/rtf',
    utf8(
      '{\\rtf1\\ansi The words \\{\\\\object\\\\objdata 0105\\} and \\\\field DDEAUTO are text.}',
    ),
  );
