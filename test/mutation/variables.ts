// The environment variables by which a mutation run reaches Stryker's plugin and the tests.

export interface MutationVariables extends NodeJS.ProcessEnv {
  /** How many mutants to draw; absent when all are tried. */
  readonly AIRLOCK_MUTANTS?: string | undefined;
  /** Set where mutants of the formats are among them, which their own tests notice. */
  readonly AIRLOCK_MUTANTS_FORMATS?: 'yes' | undefined;
  readonly AIRLOCK_MUTANTS_SEED?: string | undefined;
  /** The test files to run against them, as a pattern; absent for those that belong to the mutants. */
  readonly AIRLOCK_MUTANTS_TESTS?: string | undefined;
}
