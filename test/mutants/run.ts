// Applies one mutant after another to a copy of the sources and runs the tests that must notice it; writes docs/mutants.md.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import type { Mutant } from './mutant.ts';
import { otherMutants } from './other-mutants.ts';
import { placeOf, SOURCES } from './place-of.ts';
import { s3Mutants } from './s3-mutants.ts';
import { tableMutants } from './table-mutants.ts';
import { useCaseMutants } from './use-case-mutants.ts';

/** In the place of a test's title. */
const SURVIVED = '**no test**';
const MUTANT_TIMEOUT_MS = 10 * 60 * 1000;

interface Noticed {
  readonly mutant: Mutant;
  readonly path: string;
  /** The titles of the tests that failed; empty for a mutant that survived. */
  readonly failed: readonly string[];
}

interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly message?: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const root = resolve(import.meta.dirname, '../..');
const TABLE = join(root, 'docs/mutants.md');
const [wanted = ''] = process.argv.slice(2);
const mutants = [...s3Mutants, ...tableMutants, ...otherMutants, ...useCaseMutants].filter(
  ({ file, breaks }) => file.includes(wanted) || breaks.includes(wanted),
);

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '');

const copy = mkdtempSync(join(tmpdir(), 'airlock-mutants-'));
try {
  process.exitCode = main() ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function main(): boolean {
  if (mutants.length === 0) throw new Error(`No mutant's file or description contains ${wanted}.`);
  const placed = mutants.map((mutant) => ({ mutant, path: placeOf(mutant, tracked) }));
  copyTree();
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
  const clean = runTests(tests);
  if (!clean.success) throw new Error(`Without any mutant these tests fail: ${failuresIn(clean)}`);
  const results = placed.map(({ mutant, path }, index): Noticed => {
    const failed = tryMutant(mutant, path);
    const mark = failed.length > 0 ? 'noticed ' : 'SURVIVED';
    console.log(`${String(index + 1).padStart(3)}  ${mark}  ${path}: ${mutant.breaks}`);
    return { mutant, path, failed };
  });
  const survivors = results.filter(({ failed }) => failed.length === 0);
  console.log(`${results.length - survivors.length} of ${results.length} mutants were noticed.`);
  // A table of some mutants would drop the others.
  if (wanted === '') writeFileSync(TABLE, tableOf(results));
  return survivors.length === 0;
}

function copyTree(): void {
  for (const path of tracked) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { force: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
}

function tryMutant({ from, to, tests }: Mutant, path: string): readonly string[] {
  const target = join(copy, path);
  const original = readFileSync(target, 'utf8');
  const changed = original.replace(from, () => to);
  // A mutant that is no program would be noticed by every test.
  transformSync(changed, { loader: 'ts' });
  writeFileSync(target, changed);
  try {
    return failuresIn(runTests(tests));
  } finally {
    writeFileSync(target, original);
  }
}

function runTests(tests: readonly string[]): Report {
  const outputFile = join(copy, 'mutant-report.json');
  rmSync(outputFile, { force: true });
  const arguments_ = [
    'run',
    '--project',
    'unit',
    '--project',
    'parts',
    '--reporter',
    'json',
    '--outputFile',
    outputFile,
  ];
  spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), ...arguments_, ...tests],
    {
      cwd: copy,
      timeout: MUTANT_TIMEOUT_MS,
      encoding: 'utf8',
    },
  );
  return JSON.parse(readFileSync(outputFile, 'utf8')) as Report;
}

function failuresIn({ testResults }: Report): string[] {
  return testResults.flatMap(({ assertionResults, message }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    // A file whose tests could not even begin says so itself.
    return failed.length > 0 || !message ? failed.map(({ fullName }) => fullName) : [message];
  });
}

/** The table with these results; after a run of some mutants the other rows stay as they are. */
function tableOf(results: readonly Noticed[]): string {
  const rows = new Map(wanted === '' ? [] : knownRows());
  for (const { mutant, path, failed } of results) {
    const first = failed[0] ?? SURVIVED;
    const more = failed.length > 1 ? ` and ${failed.length - 1} more` : '';
    const key = `| ${path} | ${cell(mutant.breaks)} |`;
    rows.set(key, `${key} ${cell(first)}${more} |`);
  }
  const lines = [...rows.values()];
  const noticed = lines.filter((line) => !line.includes(SURVIVED)).length;
  return `# Mutants of the product, and the tests that notice them

Each row is one change of what is asked of AWS, or of the order in which it is asked: a header, a condition, a directive, a
range, a version id, a permission or a second look, removed or changed (\`test/mutants/\`). \`npm run mutants\` applies one
after another to a copy of the sources and runs the tests that must fail; \`npm run mutants -- copy\` only those whose file or
description contains that word.

${noticed} of ${lines.length} were noticed.

| file | what the change breaks | noticed by |
| --- | --- | --- |
${lines.join('\n')}
`;
}

/** The rows of the last table, by their first two cells. */
function knownRows(): [key: string, row: string][] {
  return readFileSync(TABLE, 'utf8')
    .split('\n')
    .filter((line) => SOURCES.test(line.slice(2)))
    .map((line) => [`${line.split(' | ').slice(0, 2).join(' | ')} |`, line]);
}

function cell(text: string): string {
  return text.split('\n', 1)[0]?.replaceAll('|', '\\|') ?? '';
}
