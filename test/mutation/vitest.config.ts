// What Stryker runs against each mutant: the unit tests of the domain, which start nothing.
import { defineConfig } from 'vitest/config';
import { heavyTests, partsInUnitFolders } from '../projects.ts';
import type { MutationVariables } from './variables.ts';

const { AIRLOCK_MUTANTS }: MutationVariables = process.env;

/** Every unit test of the domain that takes seconds at most. */
const domainTests = {
  include: ['test/domain/**/*.test.ts'],
  exclude: [...heavyTests, ...partsInUnitFolders, 'test/domain/grown-files.test.ts'],
};
/** The tests of the rules themselves. */
const ruleTests = {
  include: ['test/domain/*.test.ts', 'test/domain/judge/*.test.ts'],
  exclude: [...heavyTests, 'test/domain/{grown-files,inspect-edited}.test.ts'],
};

export default defineConfig({
  test: {
    // A sample is drawn from the formats as well, which are held by the tests of their own folders.
    ...(AIRLOCK_MUTANTS ? domainTests : ruleTests),
    setupFiles: ['./test/seed.ts'],
    // Stryker ends what a mutant keeps from ending, by times that it has measured.
    testTimeout: 120_000,
  },
});
