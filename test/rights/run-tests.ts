// One run of tests as `npm test` has them, in a separate process, with the files that it left behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import type { ChangesByCloud } from '../assembly-for.ts';
import { type Account, readAccounts } from '../run-directory.ts';

/** How a run ended. */
export interface TestRun {
  readonly seconds: number;
  /** Names of the tests that failed, in the order in which they began. */
  readonly failed: readonly string[];
  /** Names of the tests that passed. */
  readonly passed: readonly string[];
  /** What every cloud of the run allowed and did. */
  readonly accounts: readonly Account[];
}

/** What to run, and how. */
export interface TestRunOptions {
  /** Where its clouds keep their state. */
  readonly directory: string;
  /** Holds assemblies that are ready, by the name of the cloud. */
  readonly assemblies: string;
  /** Projects, files, and whatever else Vitest takes. */
  readonly parameters: readonly string[];
  /** What roles of its clouds allow more or less. Default: nothing. */
  readonly changes?: ChangesByCloud;
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly startTime?: number;
    }[];
  }[];
}

/** Longer than any run; one that hangs has proven nothing. */
const timeoutMs = 15 * 60_000;

/** Runs tests; a run that comes to nothing has neither passed nor failed ones. */
export async function runTests(options: TestRunOptions): Promise<TestRun> {
  const { directory, assemblies, parameters, changes = {} } = options;
  await mkdir(directory, { recursive: true });
  const report = join(directory, 'report.json');
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const since = performance.now();
  const child = spawn(
    process.execPath,
    [vitest, 'run', ...parameters, '--maxWorkers=1', '--reporter=json', `--outputFile=${report}`],
    {
      cwd: projectRoot,
      stdio: 'ignore',
      timeout: timeoutMs,
      env: {
        ...process.env,
        AIRLOCK_RUN_DIRECTORY: directory,
        AIRLOCK_ASSEMBLIES: assemblies,
        AIRLOCK_ROLE_CHANGES: JSON.stringify(changes),
      },
    },
  );
  await once(child, 'exit');
  const seconds = (performance.now() - since) / 1000;
  const text = await readFile(report, 'utf8').catch(() => '{"testResults":[]}');
  const tests = (JSON.parse(text) as Report).testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .toSorted((a, b) => (a.startTime ?? 0) - (b.startTime ?? 0));
  const named = (wanted: string) =>
    tests.filter(({ status }) => status === wanted).map(({ fullName }) => fullName.trim());
  return {
    seconds,
    failed: named('failed'),
    passed: named('passed'),
    accounts: await readAccounts(directory),
  };
}
