import { describe, expect, it } from 'vitest';
import { readJs } from '../../../collect/references/js.ts';
import { found } from './found.ts';

const read = (text: string) => found(text, readJs(text));

describe('a script', () => {
  it.each([
    [
      'static imports',
      `import a from './a.js'; import '../b.js'; import * as c from "/c.js"`,
      ['./a.js', '../b.js', '/c.js'],
    ],
    [
      'exports from elsewhere',
      `export { a } from './a.js'; export * from "./b.js"`,
      ['./a.js', './b.js'],
    ],
    [
      'dynamic imports',
      `import('./a.js'); import(/* @vite-ignore */ "./b.js", {}); import(\`./c.js\`)`,
      ['./a.js', './b.js', './c.js'],
    ],
    ['imports with attributes', `import data from './a.json' with { type: 'json' }`, ['./a.json']],
    [
      'new URL()',
      `new URL('./a.png', import.meta.url); new  URL( /* x */ "b.wasm" ,\n import.meta . url )`,
      ['./a.png', 'b.wasm'],
    ],
    ['import.meta.resolve()', `import.meta.resolve('./a.js')`, ['./a.js']],
    ['its source map', 'a()\n//# sourceMappingURL=a.js.map\n', ['a.js.map']],
    ['its source map in the old way', 'a()\n//@ sourceMappingURL=a.js.map', ['a.js.map']],
  ])('a script refers to a file by %s', (_, text, urls) => {
    expect(read(text)).toEqual(urls.map((url) => `asset ${url}`));
  });

  it.each([
    ['bare specifiers', `import 'react'; import('lodash'); import.meta.resolve('preact')`],
    ['comments', `// import './a.js'\n/* import('./b.js') */`],
    ['texts', `const a = "import './a.js'"; const b = \`new URL('./a.png', import.meta.url)\``],
    ['regular expressions', `const a = /import('.\\/a.js')/`],
    ['URLs against something else', `new URL('./a.png', location.href)`],
    ['a source map in the middle', `const a = '//# sourceMappingURL=a.map';\nb()`],
    ['what is not known at all', 'import(a)'],
  ])('a script does not refer to a file by %s', (_, text) => {
    expect(read(text)).toEqual([]);
  });

  it('reports computed imports separately', () => {
    expect(read('import(`./words/$' + '{language}.js`)')).toEqual([
      'computed ./words/*.js written `./words/$' + '{language}.js`',
    ]);
    expect(read(`import('./words/' + language)`)).toEqual([
      `computed ./words/* written './words/' + language`,
    ]);
  });

  it('an invalid script is reported with its position', () => {
    expect(() => readJs('a()\nimport { from')).toThrow(
      expect.objectContaining({ idx: expect.any(Number) }),
    );
  });
});
