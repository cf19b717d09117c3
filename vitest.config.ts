import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { heavyTests, partsInUnitFolders, partsTests, unitTests } from './test/projects.ts';
import { HOOK_MS, LONG_TEST_MS, TEST_MS, WAIT_MS } from './test/time-limits.ts';

export default defineConfig({
  test: {
    testTimeout: TEST_MS,
    hookTimeout: HOOK_MS,
    expect: { poll: { timeout: WAIT_MS } },
    // A failed test is repeated where its environment asks for it, and the closing lines name it as flaky.
    retry: Number(process.env.AIRLOCK_TEST_RETRIES ?? 0),
    // One file on each core. More than four at a time need more memory than they save time.
    maxWorkers: Math.min(4, availableParallelism()),
    // The groups run one after the other. Not 0: on one core Vitest runs group 0 last.
    sequence: { groupOrder: 2 },
    setupFiles: ['./test/seed.ts'],
    reporters: ['default', './test/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: unitTests,
          exclude: [...heavyTests, ...partsInUnitFolders],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: partsTests,
          exclude: heavyTests,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'heavy',
          include: heavyTests,
        },
      },
      {
        extends: true,
        test: {
          name: 'story',
          include: ['test/story/**/*.test.ts'],
          globalSetup: ['test/story/setup.ts'],
          // One file at a time, because all share the users and the quotas of one cloud.
          fileParallelism: false,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['test/page/**/*.test.ts'],
          globalSetup: ['test/page/setup.ts'],
          // Many waits one after the other, each of which ends and names its condition.
          testTimeout: LONG_TEST_MS,
          // As the story; and each has the browser for itself.
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'rights',
          include: ['test/rights/**/*.test.ts'],
          globalSetup: ['test/rights/setup.ts'],
          // After the others, while the state of their clouds still exists.
          sequence: { groupOrder: 4 },
        },
      },
      {
        extends: true,
        test: {
          name: 'benches',
          include: ['test/bench/**/*.test.ts'],
          // Last, and two at a time: half of what a bench does is waiting.
          fileParallelism: false,
          maxConcurrency: 2,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
