// The one seed of everything drawn at random: the same on every run, unless AIRLOCK_SEED says another, or `random`.
import fc from 'fast-check';

const chosen = process.env.AIRLOCK_SEED;

/** What property tests and the simulated week draw from; a failure prints it, and AIRLOCK_SEED repeats it. */
export const seed =
  chosen === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(chosen ?? 20_261_122);

fc.configureGlobal({ seed });
