// Names and addresses by their grammars: what follows one is taken, and one character that it has no place for is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { parseUrl } from '../../lib/config-fields.ts';
import {
  bucketArn,
  email,
  isCognitoGroup,
  machine,
  parameterName,
  scope,
  tags,
} from '../../lib/config-names.ts';

const takes = (kind: z.ZodType, value: unknown): boolean => kind.safeParse(value).success;

/** A text with another character somewhere in it. */
const withCharacter = (texts: fc.Arbitrary<string>, characters: readonly string[]) =>
  fc.tuple(texts, fc.nat(), fc.constantFrom(...characters)).map(([text, at, character]) => {
    const index = at % (text.length + 1);
    return `${text.slice(0, index)}${character}${text.slice(index)}`;
  });

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const topLabel = fc.stringMatching(/^[a-z]{2,6}$/);
const domain = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), topLabel)
  .map(([labels, top]) => [...labels, top].join('.'));
const local = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}$/);
const blanks = [' ', '\t', '\n', '\u0000', '\u00a0', 'ä'];

const kinds: readonly (readonly [
  name: string,
  kind: z.ZodType,
  right: fc.Arbitrary<string>,
  foreign: readonly string[],
])[] = [
  [
    'an email address',
    email,
    fc.tuple(local, domain).map(([name, host]) => `${name}@${host}`),
    [...blanks, '@', '"', '(', ',', ';', '<'],
  ],
  ['a machine', machine, domain, [...blanks, '/', ':', '@', '..', '*']],
  [
    'a bucket',
    bucketArn,
    fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,40}[a-z0-9]$/).map((name) => `arn:aws:s3:::${name}`),
    [...blanks, '/', '*', 'A', '_', '..'],
  ],
  [
    'a parameter',
    parameterName,
    fc
      .array(fc.stringMatching(/^[\w.-]{1,12}$/), { minLength: 1, maxLength: 15 })
      .filter(([first = '']) => !/^(aws|ssm)/i.test(first))
      .map((parts) => `/${parts.join('/')}`),
    [...blanks, '//', '*', ':', '?'],
  ],
  ['a scope', scope, fc.stringMatching(/^[\x21\x23-\x5b\x5d-\x7e]{1,40}$/), [...blanks, '"', '\\']],
];

describe.each(kinds)('%s', (_name, kind, right, foreign) => {
  it('is taken where it follows the grammar', () => {
    // A machine may also be an address; names that look like one are none.
    fc.assert(
      fc.property(right, (value) => {
        fc.pre(
          !/^arn:aws:s3:::(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3)$/.test(value),
        );
        expect(takes(kind, value)).toBe(true);
      }),
    );
  });

  it('is refused with a character that it has no place for', () => {
    fc.assert(
      fc.property(withCharacter(right, foreign), (value) => {
        expect(takes(kind, value)).toBe(false);
      }),
    );
  });

  it('is refused as anything but text', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        fc.pre(typeof value !== 'string');
        expect(takes(kind, value)).toBe(false);
      }),
    );
  });
});

describe('names at the borders of their grammars', () => {
  it.each<[kind: string, schema: z.ZodType, right: readonly string[], wrong: readonly string[]]>([
    [
      'email addresses',
      email,
      ['a@b.example', `${'l'.repeat(64)}@example.com`, "o'neil+files@mail.example.com"],
      [
        '@b.example',
        'a@',
        'a@b',
        'a@b.',
        'a@.b',
        '.a@b.example',
        'a.@b.example',
        'a..b@c.example',
      ].concat([`${'l'.repeat(65)}@example.com`, `a@${'b.'.repeat(126)}example`, 'a@-b.example']),
    ],
    [
      'machines',
      machine,
      ['clamd', 'clamd.internal', 'Clamd-1.example.com', '10.0.0.7', '::1', 'fd00::1', '10.0.0.7a'],
      ['', '.', 'a.', '-a', 'a-', '10.0.0.300', '1', '[::1]', 'tcp://a', 'a:3310', 'a'.repeat(64)],
    ],
    [
      'buckets',
      bucketArn,
      ['arn:aws:s3:::abc', `arn:aws:s3:::${'a'.repeat(63)}`, 'arn:aws:s3:::a.b-c'],
      ['ab', 'a'.repeat(64), 'a..b', '192.168.5.4', 'xn--abc', 'abc-s3alias', 'abc--x-s3']
        .concat(['sthree-abc', 'abc.mrap', '-abc', 'abc-', 'a_b', 'Abc'])
        .map((name) => `arn:aws:s3:::${name}`)
        .concat(['abc', 'arn:aws:s3:eu-west-1::abc', 'arn:aws:sqs:::abc', 'arn:aws:s3:::abc/x']),
    ],
    [
      'parameters',
      parameterName,
      ['/a', '/app/directory', '/a/aws', `/${'a/'.repeat(14)}a`, `/${'a'.repeat(499)}`],
      [
        'a',
        '/',
        '/a/',
        '//a',
        '/aws/a',
        '/SSM/a',
        '/aws',
        '/awsome/x',
        `/${'a/'.repeat(15)}a`,
      ].concat([`/${'a'.repeat(500)}`]),
    ],
    ['scopes', scope, ['openid', 'api://files/.default', '!'], ['', 'a b', 'a"b', 'a\\b']],
  ])('%s', (_kind, schema, right, wrong) => {
    expect(right.filter((value) => !takes(schema, value))).toEqual([]);
    expect(wrong.filter((value) => takes(schema, value))).toEqual([]);
  });

  it('groups of a user pool', () => {
    expect(
      ['staff', 'a/b', 'Müller', '+1', '日本'].filter((name) => !isCognitoGroup(name)),
    ).toEqual([]);
    const wrong = ['', 'a b', 'a\u00a0b', 'a\u0000', 'a\u200b', '\n'];
    expect(wrong.filter(isCognitoGroup)).toEqual([]);
  });
});

describe('tags', () => {
  it('keys and values of the characters that every service takes are taken', () => {
    const right = { team: 'files', 'cost-center': 'a@b', 'a:b/c=d+e.f_g h': '', Müller: 'ä' };
    expect(takes(tags, right)).toBe(true);
    expect(takes(tags, { ['k'.repeat(128)]: 'v'.repeat(256) })).toBe(true);
  });

  it.each<[key: string, value: unknown]>([
    ['', 'a'],
    ['aws:team', 'a'],
    ['AWS:team', 'a'],
    ['a&b', 'a'],
    ['a"b', 'a'],
    ['a\nb', 'a'],
    ['k'.repeat(129), 'a'],
    ['team', 'v'.repeat(257)],
    ['team', 'a;b'],
    ['team', 5],
    ['team', null],
  ])('the tag %j of %j is refused', (key, value) => {
    expect(takes(tags, { [key]: value })).toBe(false);
  });

  it('keys that differ in case alone are refused, since IAM takes them for one', () => {
    const { error } = tags.safeParse({ Team: 'a', team: 'b' });
    expect(error?.issues).toMatchObject([
      {
        path: ['team'],
        message:
          'has the key "Team" in another case, which IAM takes for the same one; remove one of them',
      },
    ]);
  });
});

it('no URL is read with blanks or line breaks that the parser would remove', () => {
  for (const value of [
    ' https://a.example',
    'https://a.example ',
    'https://a\n.example',
    '\thttps://a',
  ])
    expect(parseUrl(value)).toBeUndefined();
  expect(parseUrl('https://a.example/b?c')?.href).toBe('https://a.example/b?c');
});
