// One number for a series of noisy ones.

/** The middle of the values, which one slow run cannot move; of an even number the upper middle. */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('There is no median of no values.');
  return middle;
}
