// Splits a call for many files into calls for as many as the API takes at once.

/** Most files of one `POST /downloads` or `POST /deletions`. */
const BATCH_FILES = 50;

/** The outcome of such calls. */
export interface BatchOutcome<Item, Result> {
  /** The results of the batches that were answered. */
  readonly results: readonly Result[];
  /** The items of the batch that failed and of those after it, which were not sent. */
  readonly left: readonly Item[];
  /** Why that batch failed. */
  readonly error?: unknown;
}

/** The items in groups that are small enough for one call. */
export const batchesOf = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / BATCH_FILES) }, (_, index) =>
    items.slice(index * BATCH_FILES, (index + 1) * BATCH_FILES),
  );

/** Calls `act` for one batch after the other, until one fails: what the batches before have done stays done. */
export async function inBatches<Item, Result>(
  items: readonly Item[],
  act: (batch: readonly Item[]) => Promise<readonly Result[]>,
): Promise<BatchOutcome<Item, Result>> {
  const results: Result[] = [];
  const batches = batchesOf(items);
  for (const [index, batch] of batches.entries()) {
    try {
      results.push(...(await act(batch)));
    } catch (error) {
      return { results, left: batches.slice(index).flat(), error };
    }
  }
  return { results, left: [] };
}
