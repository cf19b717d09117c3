// `npm test`: the story on its one cloud, a file at a time, and beside it all other quick tests, which need the rest of the machine.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../lib/project.ts';
import { prepareSharedBuild } from './shared-build.ts';

/** Projects of one run of Vitest. The output of the first run is shown as it comes, that of the second behind it. */
const runs: readonly (readonly string[])[] = [['unit', 'parts'], ['story']];

const directory = mkdtempSync(join(tmpdir(), 'airlock-test-'));
const since = performance.now();

// Hundreds of processes load the same modules: each is compiled once.
process.env.NODE_COMPILE_CACHE = join(directory, 'compile-cache');
await prepareSharedBuild(join(directory, 'build'));

interface Run {
  readonly isGreen: boolean;
  /** What it wrote, where that was not shown as it came. */
  readonly output: Buffer;
  /** Names of tests that failed or had to be repeated, and the closing line: see `closing-line-reporter.ts`. */
  readonly closingLines: readonly string[];
}

async function runProjects(projects: readonly string[], isShown: boolean): Promise<Run> {
  const countsFile = join(directory, projects.join('-'));
  appendFileSync(countsFile, '');
  const parameters = projects.flatMap((project) => ['--project', project]);
  const child = spawn(
    process.execPath,
    [join(projectRoot, 'node_modules/vitest/vitest.mjs'), 'run', ...parameters],
    {
      cwd: projectRoot,
      stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
      env: { ...process.env, AIRLOCK_TEST_COUNTS: countsFile },
    },
  );
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const closingLines = readFileSync(countsFile, 'utf8').split('\n').filter(Boolean);
  return { isGreen: code === 0, output: Buffer.concat(chunks), closingLines };
}

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

function tallyIn(line: string): Tally | undefined {
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(line) ?? [];
  return passed === undefined ? undefined : { passed: Number(passed), failed: Number(failed) };
}

/** What a run counted; one that ended early, or failed without a failed test, counts as one failure. */
function tallyOf({ isGreen, closingLines }: Run): Tally {
  const tally = tallyIn(closingLines.at(-1) ?? '');
  if (!tally) return { passed: 0, failed: 1 };
  return isGreen || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

const results = await Promise.all(
  runs.map((projects, position) => runProjects(projects, position === 0)),
);
// A process that ends late may still write what it has compiled.
rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });

for (const { output } of results) process.stdout.write(output);
const lines = results.flatMap(({ closingLines }) => closingLines);
const names = lines.filter((line) => tallyIn(line) === undefined);
const tallies = results.map(tallyOf);
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
const closing = [...names, `${passed} passed, ${failed} failed`];

const { AIRLOCK_TEST_COUNTS: countsFile } = process.env;
if (countsFile) appendFileSync(countsFile, `${closing.join('\n')}\n`);
const seconds = Math.round((performance.now() - since) / 1000);
process.stdout.write(`\nTests took ${seconds} s.\n${closing.join('\n')}\n`);
process.exitCode = failed === 0 ? 0 : 1;
