import { defineConfig } from 'vitest/config';
import { heavyTests, partsInUnitFolders, partsTests, unitTests } from './test/projects.ts';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // A failed test is repeated where its environment asks for it, and the closing lines name it as flaky.
    retry: Number(process.env.AIRLOCK_TEST_RETRIES ?? 0),
    // All at once, but for the project `rights`. Not 0: on one core Vitest runs group 0 last.
    sequence: { groupOrder: 1 },
    setupFiles: ['./test/seed.ts'],
    reporters: ['default', './test/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: unitTests,
          exclude: [...heavyTests, ...partsInUnitFolders],
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: partsTests,
          exclude: heavyTests,
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
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['test/page/**/*.test.ts'],
          globalSetup: ['test/page/setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'rights',
          include: ['test/rights/**/*.test.ts'],
          globalSetup: ['test/rights/setup.ts'],
          // After the others, while the state of their clouds still exists.
          sequence: { groupOrder: 2 },
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
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
