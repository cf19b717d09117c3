// Splits a call for many files into calls for as many as the API takes at once.

/** Most files of one `POST /downloads` or `POST /deletions`. */
const BATCH_FILES = 50;

/** Calls `act` for one batch after the other and returns all results. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  act: (batch: readonly Item[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += BATCH_FILES) {
    results.push(...(await act(items.slice(start, start + BATCH_FILES))));
  }
  return results;
}
