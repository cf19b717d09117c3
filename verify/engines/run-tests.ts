// Runs the project's own tests on another engine, and compares the failures with the known differences.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import type { Difference } from './differences.ts';
import type { Server } from './servers.ts';

const MAX_RUN_MS = 10 * 60_000;
const ENDING = '.test.ts';

/** The result of the tests on one engine. */
export interface Outcome {
  readonly passed: number;
  /** Failed, as its list of differences says. */
  readonly different: number;
  /** They look inside the engine of the project. */
  readonly notApplicable: number;
  /** Differences from the list: a test that fails without a reason, or passes in spite of one. */
  readonly problems: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: 'passed' | 'failed' | 'skipped' | 'pending';
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Runs test files, named by paths under `folder` without their ending, and writes Vitest's report to a file. */
export async function runTests(
  server: Server,
  folder: string,
  files: readonly string[],
  differences: readonly Difference[],
  reportFile: string,
): Promise<Outcome> {
  const paths = files.map((file) => join(folder, `${file}${ENDING}`));
  const { AIRLOCK_TEST_COUNTS: _, AIRLOCK_TEST_RETRIES: __, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    [
      ...[join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'parts'],
      ...paths,
      ...[
        '--reporter',
        'json',
        '--outputFile',
        reportFile,
        '--testTimeout',
        String(server.maxTestMs),
      ],
    ],
    {
      cwd: projectRoot,
      stdio: 'ignore',
      env: { ...environment, ...server.environment },
      timeout: MAX_RUN_MS,
    },
  );
  await once(child, 'exit');
  const report = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
  return compare(report, folder, files, differences);
}

function compare(
  { testResults }: Report,
  folder: string,
  files: readonly string[],
  differences: readonly Difference[],
): Outcome {
  const known = new Set(
    differences.flatMap(({ tests }) =>
      Object.entries(tests).flatMap(([file, titles]) => titles.map((title) => `${file}: ${title}`)),
    ),
  );
  const problems: string[] = [];
  const counts = { passed: 0, different: 0, notApplicable: 0 };
  const run = new Set<string>();
  for (const { name, message, assertionResults } of testResults) {
    const file = relative(join(projectRoot, folder), name).slice(0, -ENDING.length);
    run.add(file);
    if (assertionResults.length === 0 || message) problems.push(`${file}: ${message}`);
    for (const { status, fullName, failureMessages } of assertionResults) {
      const test = `${file}: ${fullName}`;
      const isKnown = known.delete(test);
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') counts.different += 1;
      else counts.notApplicable += 1;
      if (status === 'failed' && !isKnown) {
        problems.push(`${test}: ${failureMessages[0]?.split('\n', 1)[0]}`);
      }
      if (status !== 'failed' && isKnown) problems.push(`${test}: does not fail, as the list says`);
    }
  }
  for (const file of files.filter((each) => !run.has(each))) problems.push(`${file}: did not run`);
  for (const test of known) problems.push(`${test}: there is no such test`);
  return { ...counts, problems };
}
