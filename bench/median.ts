// One number for a series of noisy ones.

/** The middle of the values, which one slow run cannot move; of an even number the upper middle. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The value below which a share of all lie, such as 0.99. Throws when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const index = Math.min(values.length - 1, Math.floor(values.length * share));
  const value = values.toSorted((a, b) => a - b)[index];
  if (value === undefined) throw new Error('There is no median of no values.');
  return value;
}
