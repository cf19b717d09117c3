// From noisy measurements to figures: ways that take turns, and one number for a series.

/** The middle of the values, which one slow run cannot move; of an even number the upper middle. */
export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The value below which a share of all lie, such as 0.99. Throws when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const index = Math.min(values.length - 1, Math.floor(values.length * share));
  const value = values.toSorted((a, b) => a - b)[index];
  if (value === undefined) throw new Error('There is no median of no values.');
  return value;
}

/** All values together. */
export const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** Median of the ratios round by round: the other load of the machine changes from one round to the next. */
export const medianRatio = (values: readonly number[], others: readonly number[]): number =>
  median(values.map((value, round) => value / (others[round] ?? Number.NaN)));

/** Seconds that an act takes. */
export async function secondsOf(act: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await act();
  return (performance.now() - since) / 1000;
}

/** Seconds of CPU that an act takes in this process, and its result. */
export async function cpuSecondsOf<Result>(act: () => Promise<Result>) {
  const since = process.cpuUsage();
  const result = await act();
  const { user, system } = process.cpuUsage(since);
  return { result, seconds: (user + system) / 1e6 };
}

/**
 * Takes each way once per round, so that what slows the machine slows all alike. Returns the results of each way, round by round.
 * The rounds of `warmUps` come first and count for nothing.
 */
export async function takeTurns<Result>(
  ways: Readonly<Record<string, (turn: number) => Promise<Result>>>,
  { rounds, warmUps }: { readonly rounds: number; readonly warmUps: number },
): Promise<(name: string) => readonly Result[]> {
  const results = new Map(Object.keys(ways).map((name): [string, Result[]] => [name, []]));
  for (let turn = 0; turn < warmUps + rounds; turn += 1) {
    for (const [name, take] of Object.entries(ways)) {
      const result = await take(turn);
      if (turn >= warmUps) results.get(name)?.push(result);
    }
  }
  return (name) => results.get(name) ?? [];
}
