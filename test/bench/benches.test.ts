// Every benchmark runs to its end at a small size, prints its tables and keeps the budgets of what it counts; speed is no matter
// of tests.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';
import { benches } from '../../bench/benches.ts';
import { projectRoot } from '../../lib/project.ts';
import { LONG_TEST_MS } from '../time-limits.ts';

const MAX_OUTPUT_BYTES = 16 * 1024 ** 2;

/** What a bench prints. Throws with it when the bench fails, or when a count is over its budget. */
async function outputOf(name: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'bench', 'run.ts'), name, '--small'],
    { cwd: projectRoot, maxBuffer: MAX_OUTPUT_BYTES },
  ).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`${error.stdout}\n${error.stderr}`, { cause: error });
  });
  return stdout;
}

describe('at a small size', () => {
  it.concurrent.for(Object.keys(benches))(
    'the bench %s runs to its end, prints its tables with ratios, and keeps every counted budget',
    { timeout: LONG_TEST_MS },
    async (name, { expect }) => {
      const output = await outputOf(name);
      expect(output).toMatch(/^\n?\S.*\n {2,}\S/);
      expect(output).toMatch(/\d ×/);
      expect(output).not.toMatch(/NaN|Infinity|undefined/);
      expect(output).toMatch(/^Every budget is kept\.$/m);
    },
  );
});
