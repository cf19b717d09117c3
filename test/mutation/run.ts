// `npm run mutation -- [file...]`: the mutation score of the rules, by Stryker. `--changed`: of those that this branch changes.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../lib/project.ts';

/** What is compared with when no other commit is named. */
const DEFAULT_BASE = 'HEAD~1';

interface StrykerConfig {
  readonly mutate: readonly string[];
}

/** The rules that are held to a score, by path from the project's root. */
function ruleFiles(): readonly string[] {
  const text = readFileSync(join(projectRoot, 'stryker.config.json'), 'utf8');
  return globSync([...(JSON.parse(text) as StrykerConfig).mutate], { cwd: projectRoot });
}

/** The paths that differ between a commit and the working tree; none where there is no such commit, as in an export. */
function changedSince(base: string): ReadonlySet<string> {
  const git = spawnSync('git', ['diff', '--name-only', base, '--'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return new Set(git.status === 0 ? git.stdout.split('\n') : []);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: 'boolean', default: false },
    base: { type: 'string', default: process.env.AIRLOCK_BASE ?? DEFAULT_BASE },
  },
});

function filesToMutate(): readonly string[] {
  if (!values.changed) return positionals.length > 0 ? positionals : ruleFiles();
  const changed = changedSince(values.base);
  return ruleFiles().filter((file) => changed.has(file));
}

const files = filesToMutate();
if (files.length === 0) {
  process.stdout.write(`No rule differs from ${values.base}: no mutants to try.\n`);
} else {
  const stryker = join(projectRoot, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', '--incremental', '--mutate', files.join(',')],
    { cwd: projectRoot, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
}
