// What must hold for every site, of whatever files with whatever names refer to one another.

import { rmSync } from 'node:fs';
import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findLoose } from './find-loose.ts';
import { Place, type Tree } from './trees.ts';

const letters = fc.constantFrom(
  'a',
  'B',
  ' ',
  'ü',
  'ü'.normalize('NFD'),
  '&',
  '(',
  "'",
  '+',
  '%',
  '#',
  '?',
  '日',
  '@',
  '.',
  ',',
);
const stem = fc.array(letters, { minLength: 1, maxLength: 5 }).map((all) => `x${all.join('')}`);
const path = fc
  .tuple(fc.array(stem, { maxLength: 2 }), stem, fc.constantFrom('css', 'js', 'html', 'svg', 'png'))
  .map(([folders, name, extension]) => `${[...folders, name].join('/')}.${extension}`);

/** Paths, and for each the places of those that it refers to. */
const site = fc
  .uniqueArray(path, { minLength: 1, maxLength: 12, selector: (each) => each.normalize('NFC') })
  .filter((paths) =>
    paths.every(
      (each) =>
        !paths.some(
          (other) =>
            `${other.normalize('NFC')}/`.startsWith(`${each.normalize('NFC')}/`) && other !== each,
        ),
    ),
  )
  .chain((paths) =>
    fc.tuple(
      fc.constant(paths),
      fc.array(fc.array(fc.nat(paths.length - 1), { maxLength: 3 }), {
        minLength: paths.length,
        maxLength: paths.length,
      }),
    ),
  );

const encode = (url: string) =>
  url
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(/[()']/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`),
    )
    .join('/');

/** A text that refers to these URLs in its language; a picture refers to nothing. */
const texts: Readonly<Record<string, (urls: readonly string[]) => string>> = {
  css: (urls) => urls.map((url) => `@import "${url}?v=1#x";`).join('\n'),
  js: (urls) => urls.map((url) => `import '${url}';`).join('\n'),
  html: (urls) =>
    urls
      .map((url) => `<img src="${url}?a=1&amp;b=2"><p style="a:url(&quot;${url}&quot;)">`)
      .join('\n'),
  svg: (urls) =>
    `<svg xmlns="http://www.w3.org/2000/svg">${urls.map((url) => `<use href='${url}#x'/>`).join('')}</svg>`,
  png: () => 'picture',
};

const treeOf = ([paths, targets]: readonly [
  readonly string[],
  readonly (readonly number[])[],
]): Tree =>
  Object.fromEntries(
    paths.map((from, index) => {
      const urls = (targets[index] ?? []).map((target) => {
        const to = paths[target] ?? '';
        return encode(`./${posix.relative(posix.dirname(from), to)}`);
      });
      return [from, texts[posix.extname(from).slice(1)]?.(urls) ?? ''];
    }),
  );

async function inPlace(check: (place: Place) => Promise<void>): Promise<void> {
  const place = new Place();
  try {
    await check(place);
  } finally {
    rmSync(place.root, { recursive: true, force: true });
  }
}

it('every reference of every site leads to a file that is served', () =>
  fc.assert(
    fc.asyncProperty(site, (drawn) =>
      inPlace(async (place) => {
        const { manifest } = await place.write(treeOf(drawn)).collect();
        const { loose, references } = findLoose(place.outdir, manifest);
        expect(loose).toEqual([]);
        const hasReferences = drawn[0].some(
          (from, index) => !from.endsWith('png') && drawn[1][index]?.length,
        );
        expect(references > 0).toBe(hasReferences);
      }),
    ),
    { numRuns: 40 },
  ));

it('every site comes out the same, whichever source is named first and however often it is collected', () =>
  fc.assert(
    fc.asyncProperty(site, site, (one, other) =>
      inPlace(async (place) => {
        place.write(treeOf(one), 'one').write(treeOf(other), 'other');
        const sources = [{ directory: 'one' }, { directory: 'other', prefix: 'o' }];
        await place.collect({ sources });
        const first = place.output();
        await place.collect({ sources });
        expect(place.output()).toEqual(first);
        rmSync(place.outdir, { recursive: true });
        await place.collect({ sources: sources.toReversed() });
        expect(place.output()).toEqual(first);
      }),
    ),
    { numRuns: 20 },
  ));
