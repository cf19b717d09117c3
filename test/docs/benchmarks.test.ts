// Keeps docs/benchmarks.md true: its table names every benchmark, with the options that it reads.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { benches } from '../../bench/benches.ts';
import { projectRoot } from '../../lib/project.ts';

const names = Object.keys(benches);
const read = (...path: string[]): string => readFileSync(join(projectRoot, ...path), 'utf8');
const row = /^\| `([\w-]+)` \| [^|]+ \| [^|]+ \|([^|]*)\|$/gm;
const shown = new Map(
  Array.from(read('docs', 'benchmarks.md').matchAll(row), ([, name = '', options = '']) => [
    name,
    Array.from(options.matchAll(/--(\w+)/g), ([, option]) => option).sort(),
  ]),
);

/** The options that a benchmark reads from `bench/options.ts`. */
function optionsOf(name: string): string[] {
  const source = read('bench', `${name}.ts`);
  return [
    ...Array.from(source.matchAll(/\bamount\('(\w+)'/g), ([, option = '']) => option),
    ...(/\bisContinuing\b/.test(source) ? ['continue'] : []),
    ...(/\bonly\b.*from '.\/options.ts'/.test(source) ? ['only'] : []),
  ].sort();
}

it('docs/benchmarks.md has a row for every benchmark', () => {
  expect([...shown.keys()].sort()).toEqual(names.toSorted());
});

it.each(names)('docs/benchmarks.md names the options of %s', (name) => {
  expect(shown.get(name)).toEqual(optionsOf(name));
});
