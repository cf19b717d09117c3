// One run of the story's tests, as `npm test` has it, in a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { projectRoot } from '../../lib/project.ts';

/** A test that ran. */
export interface StoryTest {
  readonly file: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** How a run ended. */
export interface StoryRun {
  /** False when the cloud did not even start. */
  readonly started: boolean;
  /** In the order in which they began. */
  readonly passed: readonly StoryTest[];
  readonly failed: readonly StoryTest[];
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly startTime?: number;
    }[];
  }[];
}

/** Runs the story, or one file of it, one test after another. Its cloud keeps its state below `directory`. */
export async function runStory(options: {
  readonly directory: string;
  readonly assembly?: string;
  readonly file?: string;
}): Promise<StoryRun> {
  const { directory, assembly, file } = options;
  await mkdir(directory, { recursive: true });
  const report = join(directory, 'report.json');
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const parameters = ['run', '--project', 'story', '--no-file-parallelism'];
  const child = spawn(
    process.execPath,
    [vitest, ...parameters, '--reporter=json', `--outputFile=${report}`, ...(file ? [file] : [])],
    {
      cwd: projectRoot,
      stdio: 'ignore',
      env: {
        ...process.env,
        AIRLOCK_RUN_DIRECTORY: directory,
        ...(assembly && { AIRLOCK_STORY_ASSEMBLY: assembly }),
      },
    },
  );
  await once(child, 'exit');
  const text = await readFile(report, 'utf8').catch(() => '{"testResults":[]}');
  const tests = (JSON.parse(text) as Report).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status, startTime = 0 }) => ({
      file: relative(projectRoot, name),
      name: fullName.trim(),
      status,
      startedAt: startTime,
    })),
  );
  const inOrder = tests.toSorted((a, b) => a.startedAt - b.startedAt);
  return {
    started: tests.length > 0,
    passed: inOrder.filter(({ status }) => status === 'passed'),
    failed: inOrder.filter(({ status }) => status === 'failed'),
  };
}
