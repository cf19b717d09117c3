// Keeps in the session storage which deletions a page has sent as it ended, for the page that follows it in this tab.
import type { File as FileRecord } from '../lambdas/http/contract.ts';

/** Key of the session storage. */
const STORE = 'airlock-deletions';

/** Keeps the deletions of a person, in place of earlier ones. */
export function keepDeletions(
  sub: string,
  files: readonly FileRecord[],
  storage: Storage = sessionStorage,
): void {
  storage.removeItem(STORE);
  if (files.length === 0) return;
  try {
    storage.setItem(STORE, JSON.stringify({ sub, files }));
  } catch {
    // Full: the list then shows the files until it is loaded again.
  }
}

/** The kept deletions of this person, which are forgotten with this call. */
export function takeKeptDeletions(
  sub: string,
  storage: Storage = sessionStorage,
): readonly FileRecord[] {
  const text = storage.getItem(STORE);
  storage.removeItem(STORE);
  if (text === null) return [];
  const kept: { readonly sub: string; readonly files: readonly FileRecord[] } = JSON.parse(text);
  return kept.sub === sub ? kept.files : [];
}
