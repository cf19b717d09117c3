// Starts parts concurrently and waits for all of them, also when one fails.

/** As Promise.all, but rejects only once every promise has settled, so that nothing is still starting when all is stopped. */
export async function settleAll<T extends readonly unknown[]>(
  running: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(running);
  return Promise.all(running);
}
