// What Stryker runs against each mutant: the unit tests of the domain, which start nothing.
import { defineConfig } from 'vitest/config';
import { heavyTests, partsInUnitFolders } from '../projects.ts';
import type { MutationVariables } from './variables.ts';

const { AIRLOCK_MUTANTS_FORMATS, AIRLOCK_MUTANTS_TESTS }: MutationVariables = process.env;

/** Every unit test of the domain that takes seconds at most. */
const domainTests = {
  include: ['test/domain/**/*.test.ts'],
  exclude: [...heavyTests, ...partsInUnitFolders, 'test/domain/grown-files.test.ts'],
};
/** The tests of the rules themselves. */
const ruleTests = {
  include: ['test/domain/*.test.ts', 'test/domain/judge/*.test.ts'],
  exclude: [...heavyTests, 'test/domain/grown-files.test.ts'],
};

export default defineConfig({
  test: {
    // A sample is drawn from the formats as well, which are held by the tests of their own folders.
    ...(AIRLOCK_MUTANTS_FORMATS ? domainTests : ruleTests),
    ...(AIRLOCK_MUTANTS_TESTS && { include: [AIRLOCK_MUTANTS_TESTS], exclude: heavyTests }),
    setupFiles: ['./test/seed.ts'],
    // Stryker ends what a mutant keeps from ending, by times that it has measured. While it counts what each test covers,
    // a test of megabytes takes minutes.
    testTimeout: 1_800_000,
  },
});
