// Whatever the bytes: the reader returns in time, reads the same in parts of any size, and misses nothing that is hidden.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inspectPdf } from '../../../../lambdas/domain/formats/pdf/pdf.ts';
import { activeDocuments } from '../../../fixtures/hostile/pdf/active-documents.ts';
import { layouts } from '../../../fixtures/hostile/pdf/layouts.ts';
import { styles } from '../../../fixtures/hostile/pdf/styles.ts';
import { bytesInMemory } from '../../bytes-in-memory.ts';
import { join } from '../look.ts';
import { catalog, inspect, onePage, packed, pdf, stream } from './parts.ts';

const folder = new URL('../../../fixtures/pdf/', import.meta.url);
const made = readdirSync(folder).map((name) => readFileSync(new URL(name, folder)));
const files = [
  ...made,
  ...Object.entries(layouts)
    .filter(([name]) => !name.includes('megabyte'))
    .flatMap(([, layout]) =>
      Object.values(styles)
        .slice(0, 3)
        .map((style, index) => layout(activeDocuments[index]?.document ?? [], style)),
    ),
];
const script = '<< /S /JavaScript /JS (1) >>';
const inParts = (bytes: Uint8Array, partBytes: number) =>
  inspectPdf(bytesInMemory(bytes).whole(), partBytes);

it('reads the same in parts of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.integer({ min: 1, max: 300 }),
      async (file, size) => {
        expect(await inParts(file, size)).toEqual(await inspect(file));
      },
    ),
    { numRuns: 150 },
  );
});

it('reads a file that is cut at every 64th byte without an error, and never as sound', async () => {
  for (const file of made) {
    for (let end = 64; end < file.byteLength - 64; end += 64) {
      const { flaw, trailingBytes } = await inspect(file.subarray(0, end));
      expect(flaw !== undefined || (trailingBytes ?? 0) > 0).toBe(true);
    }
  }
});

it('reads files with any bytes replaced without an error', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(
        fc.tuple(fc.nat(), fc.constantFrom(...'()<>[]{}/%# 0\n\r\\R', 'obj', 'stream', '<<', '>>')),
      ),
      async (file, edits) => {
        const edited = Buffer.from(file);
        for (const [at, by] of edits) edited.write(by, at % edited.byteLength, 'latin1');
        await inspect(edited);
      },
    ),
    { numRuns: 300 },
  );
});

it.each([
  ['objects', pdf([catalog(''), ...Array.from({ length: 100_000 }, () => '<< /A 1 >>')])],
  ['objects without an end', join('%PDF-1.7\n', '1 0 obj << '.repeat(100_000))],
  ['streams without an end', join('%PDF-1.7\n', '1 0 obj <<>> stream\n'.repeat(50_000))],
  ['strings without an end', join('%PDF-1.7\n', '1 0 obj ('.repeat(100_000))],
  ['nested arrays', pdf([catalog(''), '['.repeat(100_000)])],
  ['nested dictionaries', pdf([catalog(''), '<</A'.repeat(100_000)])],
  ['nested strings', pdf([catalog(''), '('.repeat(100_000)])],
  ['comments', join('%PDF-1.7\n', '%\n'.repeat(500_000))],
  ['numbers', join('%PDF-1.7\n', '1 '.repeat(500_000))],
  ['tables', join('%PDF-1.7\n', 'xref\n0 99999999\n'.repeat(60_000))],
  ['trailers', join('%PDF-1.7\n', 'trailer<</Root 1 0 R/Encrypt 2 0 R>>\n'.repeat(25_000))],
  [
    'references to follow',
    pdf([catalog(''), `[${'<</S 7 0 R/AA 8 0 R/Next 9 0 R>>'.repeat(30_000)}]`]),
  ],
  [
    'actions one after the other',
    pdf([
      catalog('/OpenAction 2 0 R'),
      ...Array.from({ length: 10_000 }, (_, at) => `<< /S /Hide /Next ${at + 3} 0 R >>`),
    ]),
  ],
  [
    'object streams that say they hold more than they do',
    pdf([
      catalog(''),
      ...Array.from({ length: 5000 }, () => stream('/N 999999999 /First 4', '9 0 1')),
    ]),
  ],
  [
    'bombs',
    pdf([catalog(''), ...Array.from({ length: 30 }, () => packed(' '.repeat(10_000_000)))]),
  ],
])('returns from a megabyte of %s within bounds', async (_what, file) => {
  const before = process.cpuUsage();
  await inspect(file);
  const { user, system } = process.cpuUsage(before);
  // Four times the budget of a second, since other programs slow a processor down.
  expect((user + system) / 1e6).toBeLessThan(4);
});

it.each([
  '<< /S /JavaScript',
  '[1 2',
  '<< /A [ >> ]',
  '(text',
  '<< /A 1 endobj 5 0 obj << /B 2 >>',
])('refuses an object that consists of %s', async (object) => {
  expect((await inspect(pdf([catalog(''), object])))?.flaw).toBeDefined();
});

it('finds an action in a dictionary whose keys and values do not alternate', async () => {
  for (const entries of [
    '/S /JavaScript /JS (1) /A',
    '/A B /S /JavaScript',
    '1 /S /JavaScript (x) /JS (1)',
  ]) {
    const { findings } = await inspect(pdf([catalog(''), `<< ${entries} >>`]));
    expect(findings).toMatchObject([{ kind: 'script' }]);
  }
});

const hidden = `9 0 obj ${script} endobj`;
const broken = (bytes: Buffer) =>
  Buffer.from(bytes.toString('latin1').replace(/startxref\n\d+/, 'startxref\n1'), 'latin1');

it.each([
  ['a stream', pdf([catalog(''), ...onePage, stream('', hidden)])],
  ['a string', pdf([catalog(''), ...onePage, `(${hidden.replaceAll(/[()]/g, '')})`])],
  ['a comment', pdf([catalog(''), ...onePage, `% ${hidden}\n1`])],
])('refuses an object in %s that readers find when they repair the file', async (_what, file) => {
  expect((await inspect(file)).flaw).toBeUndefined();
  expect((await inspect(broken(file))).flaw?.detail).toContain('hidden');
});

it('refuses an object in a stream that a cross-reference names', async () => {
  const file = pdf([catalog('/OpenAction 9 0 R'), stream('', hidden)]);
  const row = `${String(file.indexOf('9 0 obj')).padStart(10, '0')} 00000 n \n`;
  const at = file.byteLength;
  const update = `xref\n9 1\n${row}trailer\n<< /Size 10 /Root 1 0 R /Prev ${file.indexOf('xref\n0 3')} >>\nstartxref\n${at}\n%%EOF\n`;
  expect((await inspect(join(file, update))).flaw?.detail).toContain('hidden');
});

it('finds what an earlier revision did, since a reader can show it', async () => {
  const file = pdf([catalog('/OpenAction 3 0 R'), '<< /Type /Pages /Kids [] /Count 0 >>', script]);
  const update = '3 0 obj\nnull\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n';
  expect((await inspect(join(file, update))).findings).toMatchObject([{ kind: 'script' }]);
});

it.each([
  ['objects that overlap', '9 0 10 3 << /A (x) >> 1'],
  ['more objects than it states', '9 0 10 2 11 4 1 2 3'],
])('refuses an object stream with %s', async (_what, content) => {
  const first = content.lastIndexOf(content.startsWith('9 0 10 3') ? '<<' : '1 2 3');
  const count = 2;
  const file = pdf([catalog(''), stream(`/Type /ObjStm /N ${count} /First ${first}`, content)]);
  expect((await inspect(file)).flaw?.kind).toBe('contradictory');
});

it('refuses an object stream whose length does not lead to its end', async () => {
  const object = packed(script)
    .toString('latin1')
    .replace(/\/Length \d+/, '/Length 3');
  const file = pdf([catalog(''), Buffer.from(object, 'latin1')]);
  expect((await inspect(file)).flaw?.detail).toContain('length');
});
