import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { join, look, real } from './look.ts';

/** A PDF of these objects, with this in its trailer. */
const pdf = (objects: readonly (string | Uint8Array)[], trailer = '') =>
  join(
    '%PDF-1.7\n',
    ...objects.map((object, index) => join(`${index + 1} 0 obj\n`, object, '\nendobj\n')),
    `trailer\n<< /Root 1 0 R ${trailer} >>\nstartxref\n0\n%%EOF\n`,
  );
const catalog = (entries: string) => `<< /Type /Catalog /Pages 2 0 R ${entries} >>`;
const stream = (entries: string, data: Uint8Array | string) =>
  join(`<< ${entries} >>\nstream\n`, data, '\nendstream');
const packed = (text: string, filter = '/FlateDecode') =>
  stream(`/Type /ObjStm /N 1 /First 4 /Filter ${filter}`, deflateSync(join(`9 0 ${text}`)));
const inspect = async (bytes: Uint8Array) => (await look('application/pdf', bytes)).document;

it('finds nothing in what does nothing', async () => {
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
  ['launch', '/OpenAction << /S 12 0 R /F (cmd.exe) >>'],
  ['embedded_file', '/Names << /EmbeddedFiles << /Names [(a.exe) 4 0 R] >> >>'],
  ['embedded_file', '/AF [<< /Type /Filespec /EF << /F 5 0 R >> >>]'],
] as const)('finds %s in %s', async (finding, entries) => {
  expect(await inspect(pdf([catalog(entries)]))).toMatchObject({ findings: [{ kind: finding }] });
});

it.each([
  ['a word in a text', stream('/Length 9', 'BT (how a /JavaScript action works) Tj ET')],
  ['a link', '<< /S /URI /URI (https://example.com/JavaScript) >>'],
  ['a longer name', '<< /S /JavaScripts /Launchers 1 /EncryptMetadata true >>'],
  ['structure', '<< /Type /StructElem /S /P /K 1 >>'],
])('does not mistake %s for an action', async (_what, object) => {
  expect(await inspect(pdf([catalog(''), object]))).toMatchObject({
    findings: [],
    isEncrypted: false,
  });
});

it('looks into compressed objects', async () => {
  const script = deflateSync(join('9 0 << /S /JavaScript /JS (1) >>'));
  for (const padding of ['', ' '.repeat(5000), '% 1 0 obj\n', '/Note (endobj)']) {
    const entries = `/Type /ObjStm ${padding} /Filter /FlateDecode`;
    const found = await inspect(pdf([catalog(''), stream(entries, script)]));
    expect(found).toMatchObject({ findings: [{ kind: 'script' }] });
    expect(found?.flaw).toBeUndefined();
  }
});

it.each([
  ['another filter', packed('<< >>', '[/ASCIIHexDecode /FlateDecode]')],
  ['no sound compression', stream('/Type /Obj#53tm /Filter /FlateDecode', 'garbage')],
  ['a bomb', packed(' '.repeat(20_000_000))],
])('refuses compressed objects that cannot be checked: %s', async (_what, object) => {
  expect((await inspect(pdf([catalog(''), object])))?.flaw?.kind).toBe('unreadable');
});

it('gives up on a thousand streams that all pack the same bytes', async () => {
  const openings = Array.from(
    { length: 1000 },
    () => '<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n',
  );
  const found = await inspect(
    pdf([catalog(''), join(...openings, deflateSync(Buffer.alloc(100_000)))]),
  );
  expect(found?.flaw?.kind).toBe('unreadable');
});

it('sees encryption, and then asks for no more', async () => {
  const encrypted = pdf([catalog(''), packed('', '/Crypt')], '/Encrypt 4 0 R');
  const found = await inspect(encrypted);
  expect(found).toMatchObject({ isEncrypted: true });
  expect(found?.flaw).toBeUndefined();
});

it('looks at both ends of a large one', async () => {
  const far = stream('/Length 3000000', Buffer.alloc(3_000_000, 'x'));
  const script = '<< /S /JavaScript /JS (1) >>';
  expect(await inspect(pdf([catalog(''), script, far]))).toMatchObject({
    findings: [{ kind: 'script' }],
  });
  expect(await inspect(pdf([catalog(''), far, script]))).toMatchObject({
    hasJavaScript: true,
    isWhollyRead: false,
  });
});

it('counts what does not belong to it', async () => {
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
