import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvFlaw } from '../../../lambdas/domain/text/csv.ts';
import { jsonFlaw } from '../../../lambdas/domain/text/json.ts';
import { flawsOf, markedFormat } from '../../../lambdas/domain/text/text-formats.ts';

describe('jsonFlaw', () => {
  it('finds none in whatever JSON.stringify writes, nor in any beginning of it', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.nat(10),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, indent, share) => {
          const text = JSON.stringify(value, null, indent);
          expect(jsonFlaw(text, false)).toBeUndefined();
          expect(jsonFlaw(text.slice(0, Math.floor(text.length * share)), true)).toBeUndefined();
        },
      ),
    );
  });

  it('agrees with JSON.parse about any text of JSON’s own characters', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-0.5e3',
      'true',
      'null',
      ' ',
      '01',
      '"\\x"',
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(jsonFlaw(text, false) === undefined, text).toBe(isJson);
      }),
      { numRuns: 2000 },
    );
  });

  it('the flaw of a JSON text has its position and what was expected', () => {
    expect(jsonFlaw('{\n  "a": 1,\n  b: 2\n}', false)).toBe(
      'line 3, column 3 has "b: 2\\n}" where a name in quotes should stand',
    );
    expect(jsonFlaw('[1, 2', false)).toBe(
      'it ends before its value does, where a comma or a closing bracket should stand',
    );
  });

  it('deeply nested JSON is judged without exhausting the stack', () => {
    expect(jsonFlaw('['.repeat(60_000), true)).toBeUndefined();
    expect(jsonFlaw('['.repeat(60_000) + ']'.repeat(60_000), false)).toBeUndefined();
  });
});

describe('csvFlaw', () => {
  it.each([
    ['commas', 'a,b,c\n1,2,3\n'],
    ['semicolons', 'a;b\n1,5;2\n1,7;2,3\n1;2\n1;2\n1;2'],
    ['one column', 'name\nAlice\nBob\nCarol\nDave\nErin\n'],
    ['quotes that hold delimiters, lines and quotes', 'a,b\n"x,\n""y""",2\n1,2\n1,2\n1,2\n1,2\n'],
    ['a title and a footer', 'Report 2026\n\na,b,c\n1,2,3\n1,2,3\n1,2,3\n1,2,3\nend\n'],
    ['inches', 'size,name\n5" pipe,x\n6" pipe,y\n'],
  ])('finds none in a table with %s', (_kind, text) => {
    expect(csvFlaw(text, false)).toBeUndefined();
  });

  it('finds the quote that is never closed, unless the reading ended before', () => {
    expect(csvFlaw('a,b\n"x,2\n1,2\n', false)).toContain('row 2');
    expect(csvFlaw('a,b\n"x,2\n1,2\n', true)).toBeUndefined();
  });

  it('finds rows of all lengths', () => {
    const ragged = Array.from({ length: 12 }, (_, row) => ',;\t|'.repeat(row)).join('\nx');
    expect(csvFlaw(ragged, false)).toMatch(/^only \d+ of its \d+ rows/);
  });

  it('a CSV text never causes an exception', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (text, isCut) => {
        csvFlaw(text, isCut);
      }),
    );
  });
});

describe('the text formats', () => {
  it.each([
    ['text/vtt', 'WEBVTT\n\n00:01.000 --> 00:02.000\nHello'],
    ['text/calendar', 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n'],
    ['text/vcard', 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Alice\r\nEND:VCARD\r\n'],
  ])('%s marks itself, and has no flaw', (type, text) => {
    expect(markedFormat(text)).toBe(type);
    expect(flawsOf({ text, isCut: false, charset: 'utf-8' })).not.toHaveProperty([type]);
  });

  it('each text format names the flaw of a text that is not of it', () => {
    expect(
      flawsOf({ text: 'BEGIN:VCARD\nFN:Alice\n', isCut: false, charset: 'utf-8' }),
    ).toMatchObject({
      'application/json': expect.stringContaining('line 1, column 1'),
      'text/vtt': 'it does not begin with WEBVTT',
      'text/calendar': 'it does not begin with BEGIN:VCALENDAR',
      'text/vcard': 'it does not end with END:VCARD',
    });
  });

  it.each([
    ['application/x-ndjson', '{"a":1}\n\n[2]\r\n', undefined],
    ['application/x-ndjson', '{"a":1}\n{"b"', 'its line 2 is not JSON: it ends before'],
    ['application/geo+json', '{"type": "FeatureCollection", "features": []}', undefined],
    ['application/geo+json', '{"kind": "Point"}', 'it names no geometry or feature'],
    ['application/x-subrip', '1\n00:00:01,000 --> 00:00:02,000\nHello\n', undefined],
    ['application/x-subrip', 'Hello', 'it has no line with times'],
    ['text/tab-separated-values', 'a\tb\n1\t2\n'.repeat(5), undefined],
  ])('judge %s: %j', (type, text, flaw) => {
    const found = flawsOf({ text, isCut: false, charset: 'utf-8' })[type];
    if (flaw === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(flaw);
  });

  it('a text format that is Unicode by definition is refused in an older encoding', () => {
    const flaws = flawsOf({ text: '{"name": "Müller"}', isCut: false, charset: 'windows-1252' });
    expect(flaws['application/json']).toBe('it is written in windows-1252, not in UTF-8');
    expect(flaws['text/csv']).toBeUndefined();
  });
});
