import { expect, it } from 'vitest';
import { matcher } from '../../collect/patterns.ts';
import { wellKnownNames } from '../../lambdas/config/static-config.ts';

it.each([
  ['*.html', ['a.html', 'b/c.html'], ['a.htm', 'a.html/b']],
  ['/*.html', ['a.html'], ['b/c.html']],
  ['legacy/**', ['legacy/a', 'legacy/b/c'], ['legacy', 'x/legacy/a']],
  ['**/x/*.js', ['x/a.js', 'a/b/x/c.js'], ['x/a/b.js', 'ax/b.js']],
  ['a?.{js,css}', ['a1.js', 'd/a2.css'], ['a.js', 'a12.js']],
  ['a+(b).[c]', ['a+(b).[c]'], ['aab.c']],
])('%s', (pattern, right, wrong) => {
  const matches = matcher([pattern]);
  expect(right.filter((name) => !matches(name))).toEqual([]);
  expect(wrong.filter(matches)).toEqual([]);
});

it('well-known names are documents and what is asked for at a fixed address', () => {
  const names = [
    'a/b.html',
    'robots.txt',
    'favicon.ico',
    'sw.js',
    '.well-known/x',
    'sitemap-1.xml',
  ];
  expect(names.filter((name) => !matcher(wellKnownNames)(name))).toEqual([]);
  expect(['a/robots.txt', 'app.js', 'img/favicon.ico'].filter(matcher(wellKnownNames))).toEqual([]);
});
