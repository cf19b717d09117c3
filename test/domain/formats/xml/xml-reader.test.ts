// The XML reader: agrees with saxes about what is well-formed and what it says, in any encoding and any chunks.
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../lambdas/domain/formats/evidence.ts';
import { parseXml } from '../../../../lambdas/domain/formats/xml/parse-xml.ts';
import { DEPTH_MAX } from '../../../../lambdas/domain/formats/xml/xml-reader.ts';

type Event = readonly [string, string, ...unknown[]];

/** Events of a document, texts joined; undefined when it is refused. */
async function read(bytes: Uint8Array, chunkBytes = 1_000_000): Promise<Event[] | undefined> {
  const events: Event[] = [];
  const chunks = Array.from({ length: Math.ceil(bytes.byteLength / chunkBytes) }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  try {
    await parseXml(chunks, {
      open: ({ local, uri, attributes }) =>
        events.push([
          'open',
          `${uri} ${local}`,
          ...attributes
            .filter(({ uri: namespace, local: name }) => namespace !== 'xmlns' && name !== 'xmlns')
            .map(({ uri: namespace, local: name, value }) => `${namespace} ${name}=${value}`),
        ]),
      close: (local) => events.push(['close', local]),
      text: (text) => {
        const last = events.at(-1);
        if (last?.[0] === 'text') events[events.length - 1] = ['text', last[1] + text];
        else events.push(['text', text]);
      },
    });
    return events;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

/** The same by saxes. */
function readBySaxes(text: string): Event[] | undefined {
  const events: Event[] = [];
  const addText = (piece: string) => {
    const last = events.at(-1);
    if (piece === '') return;
    if (last?.[0] === 'text') events[events.length - 1] = ['text', last[1] + piece];
    else events.push(['text', piece]);
  };
  const parser = new SaxesParser({ xmlns: true });
  let hasDoctype = false;
  let depth = 0;
  parser.on('doctype', () => {
    hasDoctype = true;
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    depth += 1;
    events.push([
      'open',
      `${uri} ${local}`,
      ...Object.values(attributes)
        .filter(({ name }) => name !== 'xmlns' && !name.startsWith('xmlns:'))
        .map(({ uri: namespace, local: name, value }) => `${namespace} ${name}=${value}`),
    ]);
  });
  parser.on('closetag', ({ local }) => {
    depth -= 1;
    events.push(['close', local]);
  });
  parser.on('text', (piece) => depth > 0 && addText(piece));
  parser.on('cdata', addText);
  try {
    parser.write(text).close();
    return hasDoctype ? undefined : events;
  } catch {
    return undefined;
  }
}

const utf8 = (text: string) => Buffer.from(text);

const pieces = fc.constantFrom(
  '<a>',
  '</a>',
  '<b x="1">',
  '</b>',
  '<a/>',
  '<n:c xmlns:n="u" n:x="&lt;"/>',
  '<!-- c -->',
  '<![CDATA[<x>]]>',
  '<?p i?>',
  'text',
  '&amp;',
  '&#65;',
  '&#x41;',
  '&e;',
  '&',
  '<',
  '>',
  ']]>',
  '"',
  '<d y=\'"\' z = "\'" >',
  '</d>',
  '<d x="1" x="2"/>',
  '<!DOCTYPE a>',
  '--',
  ' ',
  '<e\n/>',
  '<1/>',
  '<q:r/>',
  '\u00e9',
  '</',
  '/>',
);

describe('the XML reader', () => {
  it('agrees with saxes about every mixture of markup, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 12 }),
        fc.integer({ min: 1, max: 9 }),
        async (parts, chunkBytes) => {
          const text = `<a>${parts.join('')}</a>`;
          const expected = readBySaxes(text);
          expect(await read(utf8(text))).toEqual(expected);
          expect(await read(utf8(text), chunkBytes)).toEqual(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  const document = '<?xml version="1.0"?><a x="\u00e9">\u00e9<b/></a>';
  const declared = (encoding: string) => document.replace('"1.0"', `"1.0" encoding="${encoding}"`);
  it.each([
    ['UTF-8', utf8(document)],
    ['UTF-8 with a byte order mark', utf8(`\ufeff${declared('UTF-8')}`)],
    ['UTF-16, little-endian', Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${declared('utf-16')}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(declared('UTF-16LE'), 'utf16le')],
    ['ISO 8859-1', Buffer.from(declared('ISO-8859-1'), 'latin1')],
    ['windows-1252', Buffer.from(declared('windows-1252'), 'latin1')],
  ])('reads %s', async (_encoding, bytes) => {
    expect(await read(bytes, 7 * 64)).toEqual(await read(utf8(document)));
  });

  it.each([
    ['UTF-7', utf8(declared('UTF-7'))],
    ['an unknown encoding', utf8(declared('x-mine'))],
    ['EBCDIC', Buffer.from([0x4c, 0x6f, 0xa7, 0x94, 0x93])],
    ['UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c])],
    ['UTF-16 that declares UTF-8', Buffer.from(`\ufeff${declared('UTF-8')}`, 'utf16le')],
    ['UTF-8 that declares UTF-16', utf8(declared('UTF-16'))],
    ['a byte order mark of UTF-8 before another encoding', utf8(`\ufeff${declared('ISO-8859-1')}`)],
    ['Latin-1 that declares nothing', Buffer.from(document, 'latin1')],
    ['a DTD', utf8('<!DOCTYPE a SYSTEM "a.dtd"><a/>')],
    ['a DTD with entities', utf8('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')],
    ['an unknown entity', utf8('<a>&nbsp;</a>')],
    ['a prefix without a namespace', utf8('<a><b:c/></a>')],
    ['two attributes of one namespace', utf8('<a xmlns:n="u" xmlns:m="u" n:x="" m:x=""/>')],
    ['a control character', utf8('<a>\u0001</a>')],
    ['a control character by number', utf8('<a>&#1;</a>')],
    ['an element without its end', utf8('<a><b></a>')],
    ['nothing', utf8('')],
    ['text alone', utf8('hello')],
    ['XML 1.1', utf8('<?xml version="1.1"?><a/>')],
  ])('refuses %s', async (_what, bytes) => {
    expect(await read(bytes)).toBeUndefined();
  });

  it.each([
    ['elements nested 100,000 deep', '<a>'.repeat(100_000)],
    [
      '100,000 attributes',
      `<a ${Array.from({ length: 100_000 }, (_, at) => `a${at}=""`).join(' ')}/>`,
    ],
    ['a value of 20 MB', `<a x="${'x'.repeat(20_000_000)}"/>`],
    ['a name of 20 MB', `<${'a'.repeat(20_000_000)}/>`],
    ['a reference of 20 MB', `<a>&${'a'.repeat(20_000_000)};</a>`],
  ])('refuses %s', async (_what, text) => {
    expect(await read(utf8(text), 65_536)).toBeUndefined();
  });

  it('reads elements as deep as its limit, and comments and texts of any length', async () => {
    const depth = DEPTH_MAX;
    const deep = await read(utf8('<a>'.repeat(depth) + '</a>'.repeat(depth)));
    expect(deep).toHaveLength(2 * depth);
    expect(await read(utf8(`<a><!--${' '.repeat(9_000_000)}--></a>`), 65_536)).toHaveLength(2);
  });
});
