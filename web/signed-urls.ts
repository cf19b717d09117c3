// Fetches signed links for showing files, many with one request, and uses each until it is near its end.
import type { Airlock } from '../client/airlock.ts';
import { AirlockRefusal } from '../client/errors.ts';
import type { DownloadsResponse, File as FileRecord } from '../lambdas/http/contract.ts';
import { isUsable, readUrls, writeUrls } from './kept-urls.ts';

/** Most files of one `POST /downloads`. */
const BATCH_FILES = 50;
/** Links that are wanted within this time share a request. */
const GATHER_MS = 30;

/** Signed links. */
export interface SignedUrls {
  /**
   * A link that shows this version of the file, or a variant of it; rejects with an {@link AirlockRefusal} when the API refuses it.
   */
  get(file: Version, variant?: string): Promise<string>;
  /**
   * As `get`, of a file that the API still knows, for a browser's own viewer: a frame shows the storage's error document as if it
   * were the file, and no script sees it.
   */
  getPresent(file: Version): Promise<string>;
  /** Forgets a link that no longer works: it has ended, or the clock of this device is wrong. */
  forget(url: string): void;
}

/** A link that has no answer yet. */
interface Wanted extends PromiseWithResolvers<string> {
  readonly key: string;
  readonly id: string;
  readonly variant: string | undefined;
}

/** Keeps links in `storage`, which ends with the session. */
export function createSignedUrls(
  airlock: Pick<Airlock, 'downloads' | 'get'>,
  storage: Storage = sessionStorage,
): SignedUrls {
  const known = readUrls(storage);
  /** Every link without an answer, so that none is asked for twice at a time. */
  const wanted = new Map<string, Wanted>();
  /** Those of them whose request has not begun. */
  let waiting: readonly Wanted[] = [];

  /** Fetches the links of one variant; those of others follow. */
  function fetchNext() {
    const variant = waiting[0]?.variant;
    const batch = waiting.filter((each) => each.variant === variant).slice(0, BATCH_FILES);
    waiting = waiting.filter((each) => !batch.includes(each));
    if (waiting.length > 0) window.setTimeout(fetchNext);
    void fetchBatch(batch, variant);
  }

  async function fetchBatch(batch: readonly Wanted[], variant: string | undefined) {
    try {
      const ids = batch.map(({ id }) => id);
      const { results } = await airlock.downloads(ids, {
        disposition: 'inline',
        ...(variant !== undefined && { variant }),
      });
      for (const [index, each] of batch.entries()) settle(each, results[index]);
      writeUrls(storage, known);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      for (const { key } of batch) wanted.delete(key);
    }
  }

  function settle({ key, resolve, reject }: Wanted, result: Result | undefined) {
    if (result?.outcome === 'issued') {
      known.set(key, { url: result.url, endsAt: Date.parse(result.expiresAt) });
      resolve(result.url);
    } else if (result) reject(new AirlockRefusal(result.problem));
    else reject(new Error('The answer has no result for this file.'));
  }

  function ask(key: string, id: string, variant: string | undefined): Wanted {
    const link = { ...Promise.withResolvers<string>(), key, id, variant };
    wanted.set(key, link);
    if (waiting.length === 0) window.setTimeout(fetchNext, GATHER_MS);
    waiting = [...waiting, link];
    return link;
  }

  const keyOf = ({ id, version }: Version, variant?: string) => [id, version, variant].join('/');

  function keptUrl(key: string): string | undefined {
    const kept = known.get(key);
    return kept && isUsable(kept) ? kept.url : undefined;
  }

  async function get(file: Version, variant?: string): Promise<string> {
    const key = keyOf(file, variant);
    return keptUrl(key) ?? (wanted.get(key) ?? ask(key, file.id, variant)).promise;
  }

  return {
    get,
    async getPresent(file) {
      const isKept = keptUrl(keyOf(file)) !== undefined;
      return get(isKept ? await airlock.get(file.id) : file);
    },
    forget(url) {
      for (const [key, kept] of known) if (kept.url === url) known.delete(key);
      writeUrls(storage, known);
    },
  };
}

type Version = Pick<FileRecord, 'id' | 'version'>;
type Result = DownloadsResponse['results'][number];
