// What a PDF can do besides being read, wherever that stands.
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { join, real } from '../look.ts';
import { catalog, inspect, onePage, packed, pdf, stream } from './parts.ts';

it('a passive PDF has no findings', async () => {
  for (const name of ['fixture.pdf', 'fixture-minimal.pdf']) {
    expect(await inspect(real(name))).toEqual({
      findings: [],
      isEncrypted: false,
      leadingBytes: 0,
      trailingBytes: 0,
    });
  }
});

it.each([
  ['script', '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'],
  ['script', '/OpenAction << /S/JavaScript/JS 5 0 R >>'],
  ['script', '/OpenAction << /S /J#61vaScript /JS (1) >>'],
  ['script', '/OpenAction << /#53 % a comment\n  /#4a#61#76#61#53#63#72#69#70#74 >>'],
  ['script', `/OpenAction << /S${' '.repeat(5000)}/JavaScript >>`],
  ['script', '/Names << /JavaScript 7 0 R >>'],
  ['script', '/AcroForm << /XFA [(template) 5 0 R] >>'],
  ['launch', '/OpenAction << /S /Launch /F (cmd.exe) >>'],
  ['embedded_file', '/Names << /EmbeddedFiles << /Names [(a.exe) 4 0 R] >> >>'],
  ['embedded_file', '/AF [<< /Type /Filespec /EF << /F 5 0 R >> >>]'],
] as const)('finds %s in %s', async (finding, entries) => {
  expect(await inspect(pdf([catalog(entries)]))).toMatchObject({ findings: [{ kind: finding }] });
});

it.each([
  ['a word in a text', stream('', 'BT (how a /JavaScript action works) Tj ET')],
  ['a link', '<< /S /URI /URI (https://example.com/JavaScript) >>'],
  ['a longer name', '<< /S /JavaScripts /Launchers 1 /EncryptMetadata true >>'],
  ['structure', '<< /Type /StructElem /S /P /K 1 >>'],
])('%s in a PDF is not mistaken for an action', async (_what, object) => {
  expect(await inspect(pdf([catalog(''), object]))).toMatchObject({
    findings: [],
    isEncrypted: false,
  });
});

it('finds what an action does when its name stands in an object of its own', async () => {
  const found = await inspect(pdf([catalog('/OpenAction << /S 2 0 R /F (cmd.exe) >>'), '/Launch']));
  expect(found).toMatchObject({ findings: [{ kind: 'launch', where: 'object 2' }] });
});

it.each(['', ' '.repeat(5000), '% 1 0 obj\n', '/Note (endobj)', '/Note (stream)'])(
  'finds a script in an object stream whose dictionary also holds %j',
  async (padding) => {
    const script = deflateSync(join('9 0 << /S /JavaScript /JS (1) >>'));
    const entries = `/Type /ObjStm /N 1 /First 4 ${padding} /Filter /FlateDecode`;
    const found = await inspect(pdf([catalog(''), ...onePage, stream(entries, script)]));
    expect(found).toMatchObject({ findings: [{ kind: 'script' }] });
    expect(found?.flaw).toBeUndefined();
  },
);

it.each([
  ['no sound compression', stream('/Type /Obj#53tm /N 1 /First 4 /Filter /FlateDecode', 'garbage')],
  ['a filter for pictures', packed('<< >>', '/Filter /DCTDecode')],
  ['a bomb', packed(' '.repeat(100_000_000))],
])('refuses object streams that have %s', async (_what, object) => {
  expect((await inspect(pdf([catalog(''), object])))?.flaw?.kind).toBe('unreadable');
});

it('reports a file of an unknown security handler as encrypted, and asks for no more', async () => {
  const handler = '<< /Filter /Adobe.PubSec /V 4 >>';
  const encrypted = pdf([catalog(''), packed('', '/Filter /Crypt'), handler], '/Encrypt 3 0 R');
  const found = await inspect(encrypted);
  expect(found).toMatchObject({ isEncrypted: true });
  expect(found?.flaw).toBeUndefined();
});

it.each([10_000, 3_000_000, 30_000_000])(
  'finds a script before and behind a stream of %d bytes',
  async (length) => {
    const far = stream('', Buffer.alloc(length, 'x'));
    const script = '<< /S /JavaScript /JS (1) >>';
    for (const objects of [
      [catalog(''), script, far],
      [catalog(''), far, script],
    ]) {
      expect(await inspect(pdf(objects))).toMatchObject({ findings: [{ kind: 'script' }] });
    }
  },
);

it('bytes that do not belong to a PDF are counted', async () => {
  const minimal = real('fixture-minimal.pdf');
  expect(await inspect(join('\r\n', minimal, '\r\n\0\0'))).toMatchObject({
    leadingBytes: 0,
    trailingBytes: 0,
  });
  expect(await inspect(join('<html>', minimal))).toMatchObject({ leadingBytes: 6 });
  expect(await inspect(join(minimal, real('fixture.exe')))).toMatchObject({
    trailingBytes: expect.any(Number),
  });
  expect((await inspect(minimal.subarray(0, -60)))?.flaw?.kind).toBe('truncated');
});
