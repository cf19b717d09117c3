// Keeps signed links in the session storage, so that the browser's cache can reuse their pictures after a reload.
import { now } from './clock.ts';

/** Key of the session storage. */
const STORE = 'airlock-signed-urls';

/** A link is not used for longer than until this long before its end. */
const RESERVE_MS = 60_000;

/** A signed link. */
export interface SignedUrl {
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** Whether a link can still be given to the browser. */
export const isUsable = ({ endsAt }: SignedUrl): boolean => endsAt - RESERVE_MS > now().getTime();

/** The kept links by their keys; none if the storage has no readable ones. */
export function readUrls(storage: Storage): Map<string, SignedUrl> {
  try {
    return new Map(JSON.parse(storage.getItem(STORE) ?? '[]') as [string, SignedUrl][]);
  } catch {
    return new Map();
  }
}

/** Keeps those of these links that are usable. */
export function writeUrls(storage: Storage, urls: ReadonlyMap<string, SignedUrl>): void {
  const usable = [...urls].filter(([, each]) => isUsable(each));
  try {
    storage.setItem(STORE, JSON.stringify(usable));
  } catch {
    // Full: the links are then fetched again after a reload.
  }
}

/** Removes the links of the session that ends. */
export const forgetSignedUrls = (storage: Storage = sessionStorage): void =>
  storage.removeItem(STORE);
