// What Stryker runs against each mutant: the unit tests of the domain, which start nothing.
import { defineConfig } from 'vitest/config';
import { heavyTests, partsInUnitFolders } from '../projects.ts';
import type { MutationVariables } from './variables.ts';

const { AIRLOCK_MUTANTS }: MutationVariables = process.env;

export default defineConfig({
  test: {
    // A sample is drawn from the formats as well, which are held by the tests of their own folders.
    include: AIRLOCK_MUTANTS
      ? ['test/domain/**/*.test.ts']
      : ['test/domain/*.test.ts', 'test/domain/judge/*.test.ts'],
    exclude: [...heavyTests, ...partsInUnitFolders],
    setupFiles: ['./test/seed.ts'],
    // Stryker ends what a mutant keeps from ending, by times that it has measured.
    testTimeout: 120_000,
  },
});
