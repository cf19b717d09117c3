// Requests that take a bounded number of entries.

/** Splits a list into batches of at most `size` items, in order. */
export const inBatches = <Item>(items: readonly Item[], size: number): readonly Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
