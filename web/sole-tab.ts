// Elects one tab for work that must not happen twice.

/** Milliseconds to wait for a tab that is being closed, as in a reload. */
const patienceMs = 10_000;

/** Whether this tab holds the lock `name` until it is closed; no other tab then holds it. */
export function isSoleTab(name: string): Promise<boolean> {
  const { locks } = navigator;
  // Locks exist only in secure contexts.
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
