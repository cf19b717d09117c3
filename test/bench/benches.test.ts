// Benchmarks start, end and print their tables; at a small size their figures are not compared with budgets.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { benches } from '../../bench/benches.ts';
import { projectRoot } from '../../lib/project.ts';

/** The longest bench runs the story of the tests several times. */
const MAX_BENCH_MS = 20 * 60_000;
const MAX_OUTPUT_BYTES = 16 * 1024 ** 2;

/** What a bench prints. Its exit code is 1 for a figure over its budget as well as for a crash. */
async function outputOf(name: string): Promise<string> {
  const run = promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'bench', 'run.ts'), name, '--small'],
    { cwd: projectRoot, maxBuffer: MAX_OUTPUT_BYTES },
  );
  const { stdout } = await run.catch((error: { stdout: string; stderr: string }) => {
    if (!closingLine.test(error.stdout)) throw error;
    return error;
  });
  return stdout;
}

const closingLine = /^(Every budget is kept|\d+ figures are OVER their budget)\.$/m;

/** Benches that run the whole story of the tests, or move many gigabytes even when they are small, run on demand. */
const onDemand = new Set([
  'bundles',
  'cdn',
  'faults',
  'judging',
  'load',
  'memory-large',
  'permissions',
  'quota-edge',
  'start',
  'throughput',
  'throughput-large',
]);

it.each(Object.keys(benches).filter((name) => !onDemand.has(name)))(
  'the bench %s runs at a small size and prints its tables',
  async (name) => {
    const output = await outputOf(name);
    expect(output).toMatch(closingLine);
    expect(output).toMatch(/^\n?\S.*\n {2}\S/);
  },
  MAX_BENCH_MS,
);
