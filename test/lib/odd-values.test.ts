// Values of another kind than a field has: each is answered by the name of the field, wherever it stands and however deep.
import { describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { ConfigError } from '../../lib/config-error.ts';
import { validateConfig } from '../../lib/validate-config.ts';
import { fullConfig } from './full-config.ts';

type Step = string | number;
type Path = readonly Step[];
type Fields = Record<Step, unknown>;

/** The value at every path, objects and lists included, from the top down. */
const fields: [path: Path, value: unknown][] = [];
const collect = (value: unknown, path: Path): void => {
  if (path.length > 0) fields.push([path, value]);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    collect(each, [...path, Array.isArray(value) ? Number(key) : key]);
  }
};
collect(fullConfig, []);

const spell = (path: Path): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);

/** The configuration with another value at a path. */
function withValue(path: Path, value: unknown): unknown {
  const config: unknown = structuredClone(fullConfig);
  const last = path.at(-1) as Step;
  const parent = path.slice(0, -1).reduce((at, step) => (at as Fields)[step], config);
  (parent as Fields)[last] = value;
  return config;
}

/** The lines of the answer; none for a configuration that is right. */
function answerTo(config: unknown): readonly string[] {
  try {
    validateConfig(defineConfig(config as Parameters<typeof defineConfig>[0]), 'airlock.config.ts');
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [, ...lines] = error.message.split('\n');
    return lines.map((line) => line.trim());
  }
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);

const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e21,
  5n,
  '',
  ' ',
  'a\nb',
  'x'.repeat(5000),
  [],
  [null],
  [''],
  { a: 1 },
  () => 1,
];

/** Fields that may have values of two kinds. */
const otherKinds: Readonly<Record<string, readonly string[]>> = {
  'collections.photos.scan': ['boolean'],
  'auth.groupsClaim': ['string'],
  'auth.issuers[0].groupsClaim': ['list'],
};

/** Where the names of the fields are the user's own. */
const ownNames = new Set([
  'collections',
  'collections.photos.opaqueTypes',
  'collections.photos.variants',
  'quota.overrides',
  'auth.page.parameters',
  'throttle.routes',
  'operations.reservedConcurrency',
  'site.contentSecurityPolicy',
]);
/** Only its public members are read, since issuers write others beside them (RFC 7517 §4). */
const openObjects = new Set(['auth.issuers[0].keys[0]']);

it('the configuration that sets every field is right', () => {
  expect(fields.length).toBeGreaterThan(150);
  expect(answerTo(fullConfig)).toEqual([]);
});

describe('a value of another kind is answered by the name of its field', () => {
  it.each(fields.map(([path, value]) => [spell(path), path, value] as const))(
    '%s',
    (name, path, right) => {
      const kinds = [kindOf(right), ...(otherKinds[name] ?? [])];
      const isOther = (value: unknown) => !kinds.includes(kindOf(value));
      for (const value of oddValues.filter((each) => each === null || isOther(each))) {
        const lines = answerTo(withValue(path, value));
        const beginning = openObjects.has(name.replace(/\.\w+$/, ''))
          ? name.replace(/\.\w+$/, '')
          : name;
        expect(lines, String(value)).toContainEqual(expect.stringMatching(startOf(beginning)));
      }
    },
  );
});

describe('numbers beyond every field, and text that no field has, are never taken', () => {
  it.each(
    fields
      .filter(([, value]) => typeof value === 'number')
      .map(([path]) => [spell(path), path] as const),
  )('%s', (name, path) => {
    for (const value of [-1, 1.001, Number.NaN, Number.POSITIVE_INFINITY, 1e21]) {
      expect(answerTo(withValue(path, value)), String(value)).toContainEqual(
        expect.stringMatching(startOf(name)),
      );
    }
  });
});

describe('a field that does not exist is answered by its name', () => {
  const objects = fields.filter(
    ([path, value]) =>
      kindOf(value) === 'object' && !ownNames.has(spell(path)) && !openObjects.has(spell(path)),
  );
  it.each<readonly [string, Path]>([
    ['the top', []],
    ...objects.map(([path]) => [spell(path), path] as const),
  ])('in %s', (_name, path) => {
    const unknown = [...path, 'maxBytez'];
    expect(answerTo(withValue(unknown, 1))).toEqual([`${spell(unknown)} is unknown; remove it`]);
  });
});

describe('a field that is undefined has its default', () => {
  it.each(
    ['uploaders', 'disposition', 'image', 'variants', 'scan', 'serve', 'publishers'].map((name) => [
      name,
    ]),
  )('%s of a collection', (name) => {
    expect(answerTo(withValue(['collections', 'photos', name], undefined))).toEqual([]);
  });

  it.each([
    ['name'],
    ['origins'],
    ['expiry', 'uploadSeconds'],
    ['quota'],
    ['quota', 'files'],
    ['throttle', 'burst'],
    ['operations', 'tracing'],
    ['site', 'priceClass'],
    ['logRetentionDays'],
    ['static'],
  ])('%s %s', (...path) => {
    expect(answerTo(withValue(path.filter(Boolean), undefined))).toEqual([]);
  });
});

it('a configuration that is no object is answered as the default export', () => {
  for (const value of [undefined, null, 5, 'images', []]) {
    expect(answerTo(value)).toEqual([expect.stringMatching(/^The default export is /)]);
  }
});

/** The beginning of a line about a field, or about one below it. */
const startOf = (name: string): RegExp =>
  new RegExp(`^${name.replaceAll(/[.[\]\\/*+?^$(){}|]/g, '\\$&')}[ .[]`);
