import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // All at once, but for the project `rights`. Not 0: on one core Vitest runs group 0 last.
    sequence: { groupOrder: 1 },
    setupFiles: ['./test/seed.ts'],
    reporters: ['default', './test/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/story/**', 'test/page/**', 'test/rights/**'],
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
          // After the others, while their clouds still run.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
