// No regular expression over untrusted text backtracks: each one in the sources was judged to take linear time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRegexes } from './regexes/find-regexes.ts';
import { judgeRegex } from './regexes/judge-regex.ts';
import { sourceRegexes } from './regexes/source-regexes.ts';

const ADVICE = 'Run `npm run regexes`, and rewrite the expressions that it reports.';

const judged = new Map<string, string>(
  Object.entries(JSON.parse(readFileSync(join(import.meta.dirname, 'regex-safety.json'), 'utf8'))),
);
const { found, builtAtRunTime } = sourceRegexes();

it('every regular expression of the functions and the client was judged to take linear time', () => {
  expect(found.length).toBeGreaterThan(100);
  const unsafe = found
    .filter(({ expression }) => !/^(constant|linear|safe)$/.test(judged.get(expression) ?? ''))
    .map(({ file, expression }) => `${file}: ${expression}`);
  expect(unsafe, ADVICE).toEqual([]);
});

it('the list of judged expressions holds only those of the sources', () => {
  const expressions = new Set(found.map(({ expression }) => expression));
  expect(
    [...judged.keys()].filter((expression) => !expressions.has(expression)),
    ADVICE,
  ).toEqual([]);
});

it('no regular expression of the functions and the client is built at run time', () => {
  expect(builtAtRunTime).toEqual([]);
});

describe('finding expressions', () => {
  const expressionsOf = (source: string): readonly string[] =>
    findRegexes('source.ts', source).found.map(({ expression }) => expression);

  it('finds literals after a division, in a template and behind types', () => {
    expect(expressionsOf('const half: number = a / 2; f(/b+/g);')).toEqual(['/b+/g']);
    expect(expressionsOf('f(`a $' + '{x.replace(/[/]c*/, "")} /d+/`)')).toEqual(['/[/]c*/']);
    expect(expressionsOf('const f = <T>(a: T): boolean => /e*/.test(a as T);')).toEqual(['/e*/']);
  });

  it('finds expressions that are built from strings', () => {
    expect(expressionsOf("new RegExp('a/b+', 'i')")).toEqual(['/a\\/b+/i']);
    expect(expressionsOf("RegExp('a+')")).toEqual(['/a+/']);
    expect(expressionsOf("text.match('a+b')")).toEqual(['/a+b/']);
  });

  it('no expression is found in comments and strings', () => {
    expect(expressionsOf("// /a+/\nconst b = '/b+/'; /* /c+/ */")).toEqual([]);
  });

  it('reports a call that builds an expression from a variable or a template', () => {
    const source = 'new RegExp(word); new RegExp(`<$' + '{name}>`); new RegExp("a", flags)';
    expect(findRegexes('source.ts', source).builtAtRunTime).toHaveLength(3);
  });
});

describe('judging expressions', () => {
  it.each(['/^(a+)+$/', '/\\/+$/', '/^\\s*(\\{\\s*\\})?\\s*$/', '/x.*y.*z/'])(
    'calls %s unsafe, whose time grows faster than the text',
    async (expression) => {
      expect((await judgeRegex(expression)).status).toBe('vulnerable');
    },
  );

  it.each(['/^a+b$/', '/[a-z]+/gy'])('the expression %s is judged safe', async (expression) => {
    expect((await judgeRegex(expression)).status).toBe('safe');
  });
});
