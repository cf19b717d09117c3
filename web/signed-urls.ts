// Fetches signed links for showing files, many with one request, and uses each until it is near its end.
import type { Airlock } from '../client/airlock.ts';

/** Most files of one `POST /downloads`. */
const BATCH_FILES = 50;
/** Links that are wanted within this time share a request. */
const GATHER_MS = 30;
/** A link is not used for longer than until this long before its end. */
const RESERVE_MS = 60_000;
/** Key of the session storage in which links survive a reload, so that the browser's cache can reuse their pictures. */
const STORE = 'airlock-signed-urls';

interface SignedUrl {
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** Signed links. */
export interface SignedUrls {
  /** A link that shows the file, or a variant of it; rejects when the API refuses it. */
  get(fileId: string, variant?: string): Promise<string>;
}

interface Wanted extends PromiseWithResolvers<string> {
  readonly id: string;
  readonly variant: string | undefined;
}

/** Keeps links in `storage`, which ends with the session. */
export function createSignedUrls(
  airlock: Pick<Airlock, 'downloads'>,
  storage: Storage = sessionStorage,
): SignedUrls {
  const known = read(storage);
  const wanted = new Map<string, Wanted>();
  let isGathering = false;

  /** Fetches the links of one variant; those of others follow. */
  async function fetchBatch() {
    const [first] = wanted.values();
    const ofVariant = [...wanted].filter(([, { variant }]) => variant === first?.variant);
    const batch = ofVariant.slice(0, BATCH_FILES);
    for (const [key] of batch) wanted.delete(key);
    isGathering = wanted.size > 0;
    if (isGathering) window.setTimeout(fetchBatch);
    try {
      const ids = batch.map(([, { id }]) => id);
      const variant = first?.variant;
      const { results } = await airlock.downloads(ids, {
        disposition: 'inline',
        ...(variant !== undefined && { variant }),
      });
      for (const [index, [key, { resolve, reject }]] of batch.entries()) {
        const result = results[index];
        if (result?.outcome === 'issued') {
          known.set(key, { url: result.url, endsAt: Date.parse(result.expiresAt) });
          resolve(result.url);
        } else reject(new Error(result?.problem.detail));
      }
      write(storage, known);
    } catch (error) {
      for (const [, { reject }] of batch) reject(error);
    }
  }

  return {
    get(id, variant) {
      const key = variant === undefined ? id : `${id}/${variant}`;
      const kept = known.get(key);
      if (kept && isUsable(kept)) return Promise.resolve(kept.url);
      const pending = wanted.get(key) ?? { ...Promise.withResolvers<string>(), id, variant };
      wanted.set(key, pending);
      if (!isGathering) window.setTimeout(fetchBatch, GATHER_MS);
      isGathering = true;
      return pending.promise;
    },
  };
}

/** Removes the links of the session that ends. */
export const forgetSignedUrls = (storage: Storage = sessionStorage): void =>
  storage.removeItem(STORE);

const isUsable = ({ endsAt }: SignedUrl): boolean => endsAt - RESERVE_MS > Date.now();

function read(storage: Storage): Map<string, SignedUrl> {
  try {
    return new Map(JSON.parse(storage.getItem(STORE) ?? '[]') as [string, SignedUrl][]);
  } catch {
    return new Map();
  }
}

function write(storage: Storage, known: Map<string, SignedUrl>): void {
  const usable = [...known].filter(([, each]) => isUsable(each));
  try {
    storage.setItem(STORE, JSON.stringify(usable));
  } catch {
    // Full: the links are then fetched again after a reload.
  }
}
