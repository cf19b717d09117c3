// `npm run mutation`: the mutation score of the rules, by Stryker; with options, of some files or of a sample of all mutants.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../lib/project.ts';
import type { MutationVariables } from './variables.ts';

const usage = `Usage: npm run mutation -- [file...] [--changed [--base commit]] [--sample count [--seed number]]

  without a file      every mutant of the rules: lambdas/domain without formats, text and tables of types
  file...             every mutant of these files of lambdas/domain
  --sample count      so many mutants, drawn at random from the files, or from all of lambdas/domain
  --seed number       draws other ones, default 1
  --tests pattern     runs only these test files against the mutants
  --changed           a sample of the rules that differ from a commit; none where none differs
  --base commit       that commit, default AIRLOCK_BASE or HEAD~1

Fails when fewer than 95 of 100 mutants fail a test, of a sample fewer than 80. Mutants of what is computed once, when a module is loaded, are left out:
each of them takes a run of all tests.`;

/** Every source of the domain that can have mutants. */
const DOMAIN = 'lambdas/domain/**/*.ts';
/** Mutants that `--changed` tries at most: some minutes on one core. */
const CHANGED_SAMPLE = 150;
const DEFAULT_BASE = 'HEAD~1';
const SAMPLE_BREAK_PERCENT = 80;

/** The rules, of which every mutant is tried. */
function ruleFiles(): readonly string[] {
  const text = readFileSync(join(projectRoot, 'stryker.config.json'), 'utf8');
  return (JSON.parse(text) as { readonly mutate: readonly string[] }).mutate;
}

/** The rules that differ between a commit and the working tree; none without such a commit, as in an export. */
function changedFiles(base: string): readonly string[] {
  const git = spawnSync('git', ['diff', '--name-only', base, '--'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  const changed = new Set(git.status === 0 ? git.stdout.split('\n') : []);
  return globSync([...ruleFiles()], { cwd: projectRoot }).filter((file) => changed.has(file));
}

interface Sample {
  readonly count: number;
  readonly seed: string;
  readonly hasFormats: boolean;
}

/** The configuration for a sample, in which one mutant counts for several: it fails below a lower score. */
function sampleConfig(): string {
  const text = readFileSync(join(projectRoot, 'stryker.config.json'), 'utf8');
  const file = join(projectRoot, '.airlock', 'stryker-sample.json');
  mkdirSync(join(projectRoot, '.airlock'), { recursive: true });
  const thresholds = { high: 100, low: 95, break: SAMPLE_BREAK_PERCENT };
  writeFileSync(file, JSON.stringify({ ...JSON.parse(text), thresholds }));
  return file;
}

/** Runs Stryker; returns its exit code. */
function mutate(files: readonly string[], sample?: Sample): number {
  const stryker = join(projectRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const variables: MutationVariables = {
    AIRLOCK_MUTANTS: sample && String(sample.count),
    AIRLOCK_MUTANTS_FORMATS: sample?.hasFormats ? 'yes' : undefined,
    AIRLOCK_MUTANTS_SEED: sample?.seed,
    AIRLOCK_MUTANTS_TESTS: values.tests,
  };
  const mode = sample ? [sampleConfig(), '--checkers', 'sample'] : ['--incremental'];
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', ...mode, '--mutate', files.join(',')],
    { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, ...variables } },
  );
  return status ?? 1;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', default: false },
    changed: { type: 'boolean', default: false },
    base: { type: 'string', default: process.env.AIRLOCK_BASE ?? DEFAULT_BASE },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    tests: { type: 'string' },
  },
});
const { seed } = values;

if (values.help) {
  process.stdout.write(`${usage}\n`);
} else if (values.changed) {
  const files = changedFiles(values.base);
  if (files.length === 0) {
    process.stdout.write(`No rule differs from ${values.base}: no mutants to try.\n`);
  } else {
    const count = Number(values.sample ?? CHANGED_SAMPLE);
    process.exitCode = mutate(files, { count, seed, hasFormats: false });
  }
} else if (values.sample) {
  const files = positionals.length > 0 ? positionals : [DOMAIN];
  process.exitCode = mutate(files, { count: Number(values.sample), seed, hasFormats: true });
} else {
  process.exitCode = mutate(positionals.length > 0 ? positionals : ruleFiles());
}
