// Draws a sample of mutants: the same seed draws the same ones, whatever else there is to draw from.
import { createHash } from 'node:crypto';

/** A mutant as Stryker describes it. */
export interface Mutant {
  readonly id: string;
  readonly fileName: string;
  readonly location: {
    readonly start: { readonly line: number; readonly column: number };
    readonly end: { readonly line: number; readonly column: number };
  };
  readonly mutatorName: string;
  readonly replacement: string;
}

/** The ids of `count` mutants. */
export function draw(
  mutants: readonly Mutant[],
  count: number,
  seed: string,
  root: string,
): ReadonlySet<string> {
  const ranked = mutants
    .map((mutant) => ({ id: mutant.id, rank: rankOf(mutant, seed, root) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1));
  return new Set(ranked.slice(0, count).map(({ id }) => id));
}

// A hash of all that identifies the mutant, so that its rank does not depend on the other ones.
const rankOf = (
  { fileName, location, mutatorName, replacement }: Mutant,
  seed: string,
  root: string,
): string =>
  createHash('sha256')
    .update(JSON.stringify([seed, fileName.replace(root, ''), location, mutatorName, replacement]))
    .digest('hex');
