// Holds which test runs where: every test in exactly one project, and unit tests that start nothing.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../lib/project.ts';
import { heavyTests, partsInUnitFolders, partsTests, unitTests } from './projects.ts';

const filesOf = (patterns: readonly string[]): string[] =>
  globSync([...patterns], { cwd: projectRoot });
const heavy = new Set(filesOf(heavyTests));
const inUnitFolders = new Set(filesOf(partsInUnitFolders));
const unit = filesOf(unitTests).filter((file) => !heavy.has(file) && !inUnitFolders.has(file));
const parts = filesOf(partsTests).filter((file) => !heavy.has(file));
const withProjectsOfTheirOwn = filesOf(['test/{story,page,rights,bench}/**/*.test.ts']);

it('every test file belongs to exactly one project', () => {
  const all = readdirSync(join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name));
  const placed = [...unit, ...parts, ...heavy, ...withProjectsOfTheirOwn];
  expect(placed.toSorted()).toEqual(all.toSorted());
});

it.each([...heavyTests, ...partsInUnitFolders])(
  'the exception %s names files that exist',
  (each) => {
    expect(filesOf([each])).not.toEqual([]);
  },
);

/** The file and all files of `test/` that it imports, directly or not. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(projectRoot, file), 'utf8');
  for (const [, target = ''] of text.matchAll(/ from '(\.[^']+\.ts)'/g)) {
    const imported = join(dirname(file), target);
    if (imported.startsWith('test/')) withImports(imported, seen);
  }
  return seen;
}

const starters =
  /from '(node:(http|https|net|child_process|worker_threads)|playwright-core|[./]+\/local\/[^']*)'/;

it('a unit test starts no server, engine, process or browser, and nor does what it imports', () => {
  const guilty = unit.filter((file) =>
    [...withImports(file)].some((each) =>
      starters.test(readFileSync(join(projectRoot, each), 'utf8')),
    ),
  );
  expect(guilty).toEqual([]);
});

it('no helper registers a hook when it is imported, because several test files share it', () => {
  const helpers = readdirSync(join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    // Each file of the page's project has its own modules.
    .filter((name) => !name.startsWith('page'));
  expect(helpers.length).toBeGreaterThan(100);
  const guilty = helpers.filter((name) =>
    /^(before|after)(All|Each)\(/m.test(readFileSync(join(projectRoot, 'test', name), 'utf8')),
  );
  expect(guilty).toEqual([]);
});

it('a test file that mocks every client of a class restores the class', () => {
  const guilty = [...parts, ...unit].filter((file) => {
    const text = readFileSync(join(projectRoot, file), 'utf8');
    return /mockClient\([A-Z]/.test(text) && !text.includes('.restore()');
  });
  expect(guilty).toEqual([]);
});
