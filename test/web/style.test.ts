// Tests the style sheets of the page: colours that can be read and seen, and no rule for what does not exist.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linkPage } from '../../lambdas/http/link-page.ts';

const web = join(import.meta.dirname, '..', '..', 'web');
const filesIn = (directory: string, ending: string): readonly string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(directory, name));
const read = (path: string): string => readFileSync(path, 'utf8');
const withoutComments = (css: string): string =>
  css.replaceAll(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '');

const sheets = filesIn(join(web, 'style'), '.css');
const base = withoutComments(read(join(web, 'style', 'base.css')));

type Scheme = Readonly<Record<string, string>>;

/** The colours of `:root` in a style sheet, in the light scheme and in the dark one. */
function schemesOf(css: string): { light: Scheme; dark: Scheme } {
  const [light = {}, dark = {}] = css
    .split(':root')
    .slice(1)
    .map((rule) =>
      Object.fromEntries(
        [...rule.matchAll(/--([a-z-]+): ?(#[0-9a-f]{6})\b/g)].map(([, name, value]) => [
          name,
          value,
        ]),
      ),
    );
  return { light, dark };
}

const schemes = schemesOf(base);

/** Relative luminance (WCAG 2.2, "relative luminance"). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio (WCAG 2.2, "contrast ratio"). */
function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** On what each colour of text stands. */
const texts = {
  ink: ['ground', 'surface', 'sunken', 'accent-wash', 'bad-wash'],
  soft: ['ground', 'surface', 'sunken', 'accent-wash'],
  accent: ['surface', 'ground', 'sunken', 'accent-wash'],
  'on-accent': ['accent'],
  good: ['ground', 'surface', 'accent-wash'],
  wait: ['ground', 'surface', 'accent-wash'],
  bad: ['ground', 'surface', 'sunken', 'accent-wash'],
  // The button that deletes, and the notice.
  surface: ['bad'],
  ground: ['ink'],
};

/** What is seen but not read: the frames of fields, the ring of the focus, the bars. */
const shapes = {
  edge: ['ground', 'surface'],
  accent: ['ground', 'surface', 'sunken', 'accent-wash'],
  bad: ['sunken'],
};

it.for(Object.entries(schemes))(
  'every text has a contrast of at least 4.5 to what it stands on, and every frame and ring 3, in the %s scheme',
  ([, scheme]) => {
    const faint = (pairs: Readonly<Record<string, readonly string[]>>, least: number) =>
      Object.entries(pairs).flatMap(([front, backs]) =>
        backs
          .map((back) => ({ pair: `${front} on ${back}`, ratio: ratioOf(front, back) }))
          .filter(({ ratio }) => ratio < least),
      );
    const ratioOf = (front: string, back: string) =>
      contrast(scheme[front] ?? '', scheme[back] ?? '');
    expect(Object.keys(scheme)).not.toEqual([]);
    expect(faint(texts, 4.5)).toEqual([]);
    expect(faint(shapes, 3)).toEqual([]);
  },
);

it('both schemes give every colour a value, and no other style sheet but that of the viewer names one', () => {
  const { light, dark } = schemes;
  expect(Object.keys(dark)).toEqual(Object.keys(light));
  const others = sheets.filter((path) => !/(?:base|viewer)\.css$/.test(path));
  // Shadows and what is behind a dialog are black in both schemes.
  const shade = /^rgb\(\d+ \d+ \d+ \/ 0?\.\d+\)$/;
  const named = others.flatMap((path) =>
    [
      ...withoutComments(read(path)).matchAll(
        /#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(?:rgb|hsl|oklch)\([^)]*\)/g,
      ),
    ]
      .map(([colour]) => colour)
      .filter((colour) => !shade.test(colour)),
  );
  expect(named).toEqual([]);
});

it('the colour of the browser’s bars is that of the page’s ground', () => {
  const { light, dark } = schemes;
  const colours = [...read(join(web, 'index.html')).matchAll(/"theme-color" content="(#\w+)"/g)];
  expect(colours.map(([, colour]) => colour)).toEqual([light.ground, dark.ground]);
});

it('every class and id in a style sheet exists on the page or in Uppy’s Dashboard', () => {
  const { resolve } = createRequire(import.meta.url);
  const uppy = ['@uppy/dashboard', '@uppy/core'].map((name) =>
    read(resolve(`${name}/css/style.min.css`)),
  );
  const own = [...filesIn(web, '.html'), ...filesIn(web, '.ts')].map(read);
  const known = new Set([...own, ...uppy].flatMap((text) => text.match(/[\w-]+/g) ?? []));
  const unknown = sheets.flatMap((path) => {
    const selectors = withoutComments(read(path)).matchAll(/([^{};]*)\{/g);
    return [...selectors]
      .flatMap(([, selector = '']) =>
        selector.startsWith('@') ? [] : (selector.match(/[.#][a-z][\w-]*/gi) ?? []),
      )
      .filter((name) => !known.has(name.slice(1)));
  });
  expect([...new Set(unknown)]).toEqual([]);
});

it('the page of a link has the colours of the page', () => {
  const { body } = linkPage({ state: 'ended', reason: 'expired' }, 'en');
  const { light, dark } = schemesOf(body);
  expect(Object.keys(light)).not.toEqual([]);
  expect(schemes.light).toMatchObject(light);
  expect(schemes.dark).toMatchObject(dark);
});
