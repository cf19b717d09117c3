// One tab of many: what must not happen twice is left to the first.

/** Milliseconds to wait for a tab that is just being left, as in a reload. */
const patienceMs = 1_000;

/** Whether this tab holds `name` from now on, until it is closed; another one then does not. */
export function isSoleTab(name: string): Promise<boolean> {
  const { locks } = navigator;
  // Only served over TLS has a page locks.
  if (!locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const forever = new Promise<never>(() => {});
    locks
      .request(name, { signal: AbortSignal.timeout(patienceMs) }, () => {
        resolve(true);
        return forever;
      })
      .catch(() => resolve(false));
  });
}
