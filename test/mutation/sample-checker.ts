// A plugin of Stryker: lets a sample of the mutants pass. The others end as compile errors, which no score counts.
import { projectRoot } from '../../lib/project.ts';
import { draw, type Mutant } from './sample.ts';
import type { MutationVariables } from './variables.ts';

const { AIRLOCK_MUTANTS = '0', AIRLOCK_MUTANTS_SEED = '' }: MutationVariables = process.env;

/** Stryker passes all mutants to `group` at once, and then the only group to `check`. */
const sampleChecker = {
  async init() {},

  async group(mutants: readonly Mutant[]) {
    return [mutants.map(({ id }) => id)];
  },

  async check(mutants: readonly Mutant[]) {
    const drawn = draw(mutants, Number(AIRLOCK_MUTANTS), AIRLOCK_MUTANTS_SEED, projectRoot);
    return Object.fromEntries(
      mutants.map(({ id }) => [
        id,
        drawn.has(id)
          ? { status: 'passed' }
          : { status: 'compileError', reason: 'It is not in the sample.' },
      ]),
    );
  },
};

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [{ kind: 'Checker', name: 'sample', value: sampleChecker }];
