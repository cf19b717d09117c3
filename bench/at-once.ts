// Many acts, some of them at once.

/** Calls `act` with each, `atOnce` at a time, in order; returns what it returned. */
export async function forEach<Each, Result>(
  all: readonly Each[],
  atOnce: number,
  act: (each: Each, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = all.entries();
  const worker = async () => {
    for (const [index, each] of waiting) results[index] = await act(each, index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** Calls `act` with the numbers from 0 to below `count`, `atOnce` at a time. */
export const repeat = <Result>(
  count: number,
  atOnce: number,
  act: (index: number) => Promise<Result>,
): Promise<Result[]> => forEach([...Array(count).keys()], atOnce, act);
