import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readJsonStrings } from '../../../collect/references/json-strings.ts';
import { readSourceMap } from '../../../collect/references/source-map.ts';
import { readWebManifest } from '../../../collect/references/web-manifest.ts';
import { found } from './found.ts';

it('finds every string of any JSON where it stands', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const strings = readJsonStrings(text);
      for (const { start, end, value: string } of strings) {
        expect(JSON.parse(text.slice(start - 1, end + 1))).toBe(string);
      }
      let count = 0;
      JSON.parse(text, (_, each) => {
        if (typeof each === 'string') count += 1;
        return each;
      });
      expect(strings.filter(({ isName }) => !isName).length).toBe(count);
    }),
  );
});

it('a web manifest refers to its pictures, and not to its pages', () => {
  const text = JSON.stringify({
    start_url: '/start.html',
    scope: '/',
    icons: [{ src: 'a.png', sizes: '1x1' }, { src: 'b.png' }],
    screenshots: [{ src: 'c.png' }],
    shortcuts: [{ url: '/new.html', icons: [{ src: 'd.png' }] }],
    src: 'no.png',
  });
  expect(found(text, readWebManifest(text))).toEqual([
    'asset a.png',
    'asset b.png',
    'asset c.png',
    'asset d.png',
  ]);
});

it('a source map names its file, and what looks like it in a source is left', () => {
  const text = JSON.stringify({
    version: 3,
    sourcesContent: ['const a = {"file": "no.js"}'],
    file: 'a.js',
    sources: ['a.ts'],
    mappings: 'AAAA',
  });
  expect(found(text, readSourceMap(text))).toEqual(['link a.js']);
});
