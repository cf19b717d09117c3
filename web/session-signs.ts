// Finds signs of a session without the library that reads it, so that the page need not wait for that to show something.

/** Prefix of the name of the lock that every signed-in tab holds. */
export const SESSION_LOCK = 'airlock-session:';

/** Whether the issuer has redirected the browser here, with the answer to a sign-in. */
export function isCallback(location: Location): boolean {
  const query = new URLSearchParams(location.search);
  return query.has('state') && (query.has('code') || query.has('error'));
}

/** Whether a session begins or is likely to be restored: this tab has one, or returns from the issuer. */
export const mayBeSignedIn = (location: Location, storage: Storage): boolean =>
  isCallback(location) || Object.keys(storage).some((key) => key.startsWith('oidc.user:'));

/** The number of tabs that hold a lock whose name begins like this. Locks exist only in secure contexts. */
export async function countTabs(lock: string): Promise<number> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return held.filter(({ name }) => name?.startsWith(lock)).length;
}
