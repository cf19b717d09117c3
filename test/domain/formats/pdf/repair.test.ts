// A PDF that makes some reader search it for objects may hide none; one that no reader searches may quote as many as it likes.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { join } from '../look.ts';
import { inspect, stream } from './parts.ts';

const hidden = '9 0 obj << /S /JavaScript /JS (1) >> endobj';

interface Edits {
  readonly catalog?: string;
  readonly pages?: string;
  readonly page?: string;
  readonly trailer?: string;
  readonly rows?: (rows: string) => string;
  readonly end?: string;
  /** What the first object holds beside the catalog's own entries. */
  readonly before?: string;
}

/** A sound file of one page whose content holds the text of an object, with some of its parts replaced. */
function document(edits: Edits = {}): Buffer {
  const objects = [
    edits.catalog ?? '<< /Type /Catalog /Pages 2 0 R >>',
    edits.pages ?? '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    edits.page ?? '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>',
    stream('', hidden),
  ];
  let file = join('%PDF-1.7\n', edits.before ?? '');
  const offsets = objects.map((object, index) => {
    const at = file.byteLength;
    file = join(file, `${index + 1} 0 obj\n`, object, '\nendobj\n');
    return at;
  });
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const table = edits.rows?.(rows) ?? `xref\n0 5\n0000000000 65535 f \n${rows}`;
  const trailer = edits.trailer ?? 'trailer\n<< /Size 5 /Root 1 0 R >>\n';
  const end = edits.end ?? `startxref\n${file.byteLength}\n%%EOF\n`;
  return join(file, table, trailer, end.replace('HERE', String(file.byteLength)));
}

it.each(['ghostscript', 'ghostscript-linearized', 'libreoffice'])(
  'accepts what %s wrote',
  async (program) => {
    const file = new URL(`../../../fixtures/pdf/passive-${program}.pdf`, import.meta.url);
    expect(await inspect(readFileSync(file))).toEqual({
      findings: [],
      isEncrypted: false,
      leadingBytes: 0,
      trailingBytes: 0,
    });
  },
);

it('accepts a sound file whose page quotes an object', async () => {
  expect((await inspect(document())).flaw).toBeUndefined();
});

const tableWith = (entry: string) => (rows: string) =>
  `xref\n0 5\n0000000000 65535 f \n${rows}`.replace(/\d{10} 00000 n \n$/, entry);

it.each<[string, Edits]>([
  ['a catalog whose tree of pages is missing', { catalog: '<< /Type /Catalog /Pages 7 0 R >>' }],
  ['a catalog whose tree of pages is a page', { catalog: '<< /Type /Catalog /Pages 3 0 R >>' }],
  ['a catalog without pages', { catalog: '<< /Type /Catalog >>' }],
  ['a catalog that is no dictionary', { catalog: '[2 0 R]' }],
  ['a tree of pages that leads to nothing', { pages: '<< /Type /Pages /Kids [7 0 R] /Count 1 >>' }],
  [
    'a tree of pages that leads to the catalog',
    { pages: '<< /Type /Pages /Kids [1 0 R] /Count 1 >>' },
  ],
  ['a tree of pages without a count', { pages: '<< /Type /Pages /Kids [3 0 R] >>' }],
  ['a tree of pages without pages', { pages: '<< /Type /Pages /Kids [] /Count 0 >>' }],
  ['a page that is no page', { page: '<< /Parent 2 0 R /MediaBox [0 0 9 9] >>' }],
  [
    'a reference to an object that no cross-reference lists',
    { catalog: '<< /Type /Catalog /Pages 2 0 R /OpenAction 9 0 R >>' },
  ],
  [
    'a reference to another generation',
    { catalog: '<< /Type /Catalog /Pages 2 0 R /Lang 4 1 R >>' },
  ],
  [
    'an entry of another generation',
    { rows: (rows) => tableWith('')(rows).replace('00000 n', '00001 n') },
  ],
  ['a free entry for an object in use', { rows: tableWith('0000000000 00001 f \n') }],
  ['a table without a trailer', { trailer: '' }],
  [
    'a word between the table and its trailer',
    { trailer: 'x trailer\n<< /Size 5 /Root 1 0 R >>\n' },
  ],
  ['a trailer without a catalog', { trailer: 'trailer\n<< /Size 5 >>\n' }],
  ['a trailer whose catalog is a dictionary', { trailer: 'trailer\n<< /Size 5 /Root << >> >>\n' }],
  ['a trailer that counts too few objects', { trailer: 'trailer\n<< /Size 4 /Root 1 0 R >>\n' }],
  ['a trailer without a count', { trailer: 'trailer\n<< /Root 1 0 R >>\n' }],
  ['an earlier section that is none', { trailer: 'trailer\n<< /Size 5 /Root 1 0 R /Prev 9 >>\n' }],
  ['no startxref', { end: 'end\n%%EOF\n' }],
  ['a startxref that leads elsewhere', { end: 'startxref\n9\n%%EOF\n' }],
  ['a comment between startxref and its number', { end: 'startxref % x\nHERE\n%%EOF\n' }],
  ['a startxref in a comment at the end', { end: 'startxref\nHERE\n%%EOF\n% startxref 30\n' }],
  ['a startxref far before the end', { end: `startxref\nHERE\n%%EOF\n${' '.repeat(2000)}` }],
])('refuses an object hidden in a file that has %s', async (_what, edits) => {
  expect((await inspect(document(edits))).flaw?.detail).toContain('hidden');
});

it('refuses an object hidden in a file whose sections lead to each other', async () => {
  const file = document();
  const at = file.lastIndexOf('xref\n0 5');
  const trailer = `trailer\n<< /Size 5 /Root 1 0 R /Prev ${at} >>\n`;
  expect((await inspect(document({ trailer }))).flaw?.detail).toContain('hidden');
});

it('refuses an object hidden behind the first end of an object of a linearized file', async () => {
  const length = (size: number) =>
    `5 0 obj\n<< /Linearized 1 /L ${size} /N (endobj 9) >>\nendobj\n`;
  const size = document({ before: length(100_000) }).byteLength;
  const file = document({ before: length(size).padEnd(length(100_000).length) });
  expect((await inspect(file)).flaw?.detail).toContain('hidden');
});

it('refuses an object hidden in a file with blank lines before its header', async () => {
  expect((await inspect(join('\n\n', document()))).flaw?.detail).toContain('hidden');
});
