// RTF is read as its readers read it: token by token, whole, wherever active content stands.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectRtf } from '../../../../lambdas/domain/formats/rtf/inspect-rtf.ts';
import { type RtfHandler, RtfTokenizer } from '../../../../lambdas/domain/formats/rtf/tokenizer.ts';
import type { MeteredBytes } from '../../../../lambdas/domain/stored-bytes.ts';
import { bytesInMemory } from '../../bytes-in-memory.ts';
import { join, look } from '../look.ts';

const inspect = async (text: string | Uint8Array) =>
  (await look('application/rtf', join(text))).document;
const document = (inside: string): string => `{\\rtf1\\ansi\\ansicpg1252 ${inside}}`;
const kindsIn = async (inside: string) =>
  (await inspect(document(inside)))?.findings.map(({ kind }) => kind);
const field = (instruction: string): string =>
  `{\\field{\\*\\fldinst ${instruction}}{\\fldrslt shown}}`;

describe('RTF objects', () => {
  it.each([
    '{\\object\\objemb{\\*\\objdata 0105}}',
    '{\\object\\objhtml{\\*\\objclass htmlfile}}',
    '{\\*\\unknown{\\b{\\*\n\\objdata\n01 05}}}',
    '{\\*\\obj\r\ndata 0105}',
    '{\\*\\o\nbjdata 0105}',
    '{\\*\\ObjData 0105}',
    '{\\*\\oleclsid 0003}',
    '{\\*\\datastore d0cf11e0a1b11ae1}',
    '{\\*\\themedata 4d5a9000}',
    '{\\*\\objupdate\\objocx}',
  ])('%j is an embedded object', async (inside) => {
    expect(await kindsIn(inside)).toContain('embedded_object');
  });

  it.each(['{\\object\\objautlink x}', '{\\object\\objlink x}'])(
    '%j is external content as well',
    async (inside) => {
      expect(await kindsIn(inside)).toContain('external_content');
    },
  );

  it.each([
    'the text \\\\objdata and \\{\\\\object\\}',
    '{\\objattph }',
    '{\\*\\themedata 504b0304 1400}',
    '{\\*\\colorschememapping 3c3f786d6c}',
    '{\\*\\datastore 0105000002000000180000004d73786d6c322e534158584d4c5265616465722e362e3000}',
    'a line\\\nobject at the start of a line of TextEdit',
    '{\\b\nin the house}',
  ])('%j is passive', async (inside) => {
    expect(await kindsIn(inside)).toEqual([]);
  });
});

describe('RTF fields', () => {
  it.each([
    ['DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"', 'dde'],
    ['{D}{DE{\\b AUTO}} cmd "x"', 'dde'],
    ["\\'44\\'44EAUTO cmd", 'dde'],
    ['\\u68 ?\\u68?EAUTO cmd', 'dde'],
    ['\\u80 D\\u65 D\\u71 E cmd', 'dde'],
    ['{\\uc0\\u68 \\u68 }EAUTO cmd', 'dde'],
    ['D\r\nDEAUTO cmd', 'dde'],
    ['{\\*\\zzz PAGE }DDE cmd', 'dde'],
    ['{\\*\\b DDE} cmd', 'dde'],
    ['dde cmd', 'dde'],
    [`${field('QUOTE 68')} x`, 'dde'],
    [`PAGE ${field('DDE cmd')}`, 'dde'],
    ['INCLUDEPICTURE "http://a.example/b.png"', 'external_content'],
    ['INCLUDEPICTURE "\\\\\\\\a\\\\b.png"', 'external_content'],
    ['INCLUDEPICTURE \\ldblquote http://a.example/b.png\\rdblquote ', 'external_content'],
    ['INCLUDETEXT "a.docx"', 'external_content'],
    ['LINK Excel.Sheet a.xlsx', 'external_content'],
    ['SOMETHING else', 'external_content'],
    ['HYPERLINK "file://host/share/a.doc"', 'external_content'],
    ['HYPERLINK "javascript:alert(1)"', 'script'],
    ['HYPERLINK "calc.exe"', 'launch'],
    ['EMBED Package', 'embedded_object'],
    ['MACROBUTTON FileOpen here', 'macro'],
  ])('%j is %s', async (instruction, kind) => {
    expect(await kindsIn(field(instruction))).toContain(kind);
    expect(await kindsIn(`{\\fldinst ${instruction}}`)).toContain(kind);
  });

  it.each([
    'HYPERLINK "https://example.com/attachedTemplate?a=DDE"',
    'HYPERLINK \\\\l "_Toc1"',
    'HYPERLINK http://example.com',
    'HYPERLINK "mailto:a@example.com"',
    'PAGE \\\\* MERGEFORMAT',
    'TOC \\\\o "1-3" \\\\h',
    '= 1 + 2',
    'MACROBUTTON NoMacro [Name]',
    'PAGE {\\*\\datafield 4d5a DDE}',
    ' ',
  ])('%j is passive', async (instruction) => {
    expect(await kindsIn(field(instruction))).toEqual([]);
  });

  it('refuses an instruction that is too long to be followed, but not the data of a reference manager', async () => {
    const long = 'x'.repeat(40_000);
    expect((await inspect(document(field(`HYPERLINK "${long}"`))))?.flaw?.kind).toBe('unreadable');
    expect((await inspect(document(field(`ADDIN ZOTERO_ITEM ${long}`))))?.flaw).toBeUndefined();
  });
});

describe('RTF references', () => {
  it.each([
    '{\\*\\template http://a.example/a.dotm}',
    '{\\*\\template \\\\\\\\host\\\\share\\\\a.dotm}',
    "{\\*\\template h\\'74tp://a.example}",
    '{\\*\\template \\u104 ?ttp://a.example}',
    '{\\nextfile http://a.example/b.rtf}',
    '{\\*\\filetbl{\\file\\fid0\\fnetwork a.rtf}}',
    '{\\*\\mailmerge{\\mmconnectstr DSN=x}}',
    '{\\sp{\\sn pibName}{\\sv http://a.example/a.png}}{\\sp{\\sn pibFlags}{\\sv 14}}',
  ])('%j is external content', async (inside) => {
    expect(await kindsIn(inside)).toContain('external_content');
  });

  it.each([
    '{\\*\\template C:\\\\Users\\\\a\\\\Normal.dotm}',
    '{\\*\\template Normal.dotm}',
    '{\\sp{\\sn pibName}{\\sv http://a.example/a.png}}{\\sp{\\sn pibFlags}{\\sv 2}}',
  ])('%j is passive', async (inside) => {
    expect(await kindsIn(inside)).toEqual([]);
  });
});

describe('RTF structure', () => {
  it('skips the binary data of a picture', async () => {
    const evidence = await inspect(document('{\\pict\\pngblip\\bin9 {}}}\\\\{{{}x'));
    expect(evidence).toEqual({ findings: [], trailingBytes: 0 });
  });

  it.each([
    ['binary data outside a picture', document('\\bin3 abc'), 'contradictory'],
    ['an object in binary data', document('{\\pict\\bin9 {\\objdata}'), 'contradictory'],
    ['binary data past the end', document('{\\pict\\bin99 x}'), 'truncated'],
    ['a missing brace', '{\\rtf1 {\\b x}', 'truncated'],
    ['another beginning', '{\\rtfx1 x}', 'contradictory'],
    [
      'an instruction with two texts',
      document(field('\\upr{PAGE}{\\*\\ud{DDE}}')),
      'contradictory',
    ],
    ['half of a character', '{\\rtf1\\ansicpg932 \x82\\par}', 'contradictory'],
    ['groups nested 100,000 deep', `{\\rtf1 ${'{'.repeat(100_000)}`, 'unreadable'],
    ['fields nested 100,000 deep', `{\\rtf1 ${'{\\fldinst '.repeat(100_000)}`, 'unreadable'],
  ])('an RTF is refused: %s', async (_what, bytes, kind) => {
    expect((await inspect(bytes))?.flaw?.kind).toBe(kind);
  });

  it('bytes behind the end of an RTF are counted, and active content there is found', async () => {
    expect(await inspect(`${document('x')}\r\n\0`)).toMatchObject({ trailingBytes: 0 });
    const evidence = await inspect(`${document('x')}{\\object}`);
    expect(evidence?.trailingBytes).toBeGreaterThan(0);
    expect(evidence?.findings).toHaveLength(1);
  });

  it('finds an object anywhere in ten megabytes', async () => {
    const padding = Buffer.alloc(5_000_000, 'x');
    const bytes = join('{\\rtf1 ', padding, '{\\*\\objdata 01}', padding, '}');
    expect((await inspect(bytes))?.findings).toHaveLength(1);
  });
});

const pieces = fc.constantFrom(
  '{',
  '}',
  '\\',
  '\\par\n',
  '\\field',
  '{\\*\\fldinst ',
  'DDE',
  '\\u68 ?',
  "\\'44",
  '\\bin3 ',
  '{\\pict',
  '\\uc2',
  'x y',
  '\\*',
  '\r\n',
  '{\\*\\template ',
  '\\objdata',
);

it('RTF tokens do not depend on where the bytes are split', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), fc.array(fc.nat(20)), (parts, cuts) => {
      const bytes = join(`{\\rtf1 ${parts.join('')}`);
      const chunks: Uint8Array[] = [];
      let at = 0;
      for (const cut of cuts) {
        chunks.push(bytes.subarray(at, at + cut));
        at += cut;
      }
      chunks.push(bytes.subarray(at));
      expect(tokensOf(chunks)).toEqual(tokensOf([bytes]));
    }),
  );
});

it('RTF of any tokens is judged without an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async (parts) => {
      const bytes: MeteredBytes = bytesInMemory(join(`{\\rtf1 ${parts.join('')}}`));
      expect((await inspectRtf(bytes)).findings).toBeDefined();
    }),
  );
});

/** The tokens, with runs of text put together. */
function tokensOf(chunks: readonly Uint8Array[]): readonly string[] {
  const tokens: string[] = [];
  const broken: string[] = [];
  let text = '';
  const note = (token: string): void => {
    if (text !== '') tokens.push(`text ${text}`);
    text = '';
    tokens.push(token);
  };
  const handler: RtfHandler = {
    open: (at) => note(`open ${at}`),
    close: (at) => note(`close ${at}`),
    word: (name, parameter, at) => note(`word ${name} ${parameter} ${at}`),
    symbol: (byte, at) => note(`symbol ${byte} ${at}`),
    hex: (byte, at) => note(`hex ${byte} ${at}`),
    text: (bytes, start, end) => {
      text += Buffer.from(bytes.subarray(start, end)).toString('latin1');
    },
    brokenWord: (name) => broken.push(name),
    binary: (length, at) => {
      note(`binary ${length} ${at}`);
      return true;
    },
    binaryData: (bytes) => {
      text += Buffer.from(bytes).toString('latin1');
    },
  };
  const tokenizer = new RtfTokenizer(handler);
  for (const chunk of chunks) tokenizer.push(chunk);
  note(`end ${tokenizer.end()}`);
  return [...tokens, ...broken];
}
