// Loads the list page by page: when its end becomes visible, until a file is found, and again from the start.
import type { Airlock } from '../client/airlock.ts';
import type { ListQuery } from '../client/contract.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { announce, find } from './dom.ts';
import { texts } from './texts.ts';

const PAGE_FILES = 50;
/** A search reads more entries for each request when it asks for a longer page. */
const FOUND_FILES = 100;
/** With a filter, pages may be short: further ones are loaded until this many files are found. */
const SCREEN_FILES = 20;
/** How far below the screen the end of the list may be when the next page is loaded. */
const AHEAD_PX = 800;
/** How long the placeholders have no text. */
const SILENT_MS = 1_500;

/** What loading needs. */
export interface PageLoaderContext {
  readonly list: Airlock['list'];
  query(): ListQuery;
  /** Called with the next files of the list. */
  onPage(files: readonly FileRecord[]): void;
  /** Called with the first page, read again; `isWhole` when there is no other. `askedAt` is when, by `performance.now()`. */
  onNewest(files: readonly FileRecord[], isWhole: boolean, askedAt: number): void;
  /** Called when loading has ended, successfully or not. */
  onSettled(): void;
  onError(error: unknown): void;
  /** Called when the list was loaded after an error. */
  onRecovered(): void;
}

/** Loads pages of the list. */
export interface PageLoader {
  load(): Promise<void>;
  /** Loads the next page unless the last one was loaded; resolves when it is there. */
  loadMore(): Promise<void>;
  /** Forgets what was loaded and loads the first page of another query. */
  restart(): Promise<void>;
  /** Reads the first page again, silently on failure; after an error, the page that is missing. */
  refresh(): Promise<void>;
  /** Whether the last page was loaded. */
  isComplete(): boolean;
}

/** Wires the end of the list in index.html. */
export function createPageLoader(context: PageLoaderContext): PageLoader {
  const rows = find(document, '#rows', HTMLUListElement);
  const skeleton = find(document, '#skeleton', HTMLElement);
  const slow = find(document, '#slow', HTMLElement);
  const more = find(document, '#more', HTMLButtonElement);
  let cursor: string | undefined;
  let isComplete = false;
  let isLoading = false;
  let hasFailed = false;
  let isRefreshing = false;
  /** Whether a refresh was asked for that has not begun. */
  let isOutdated = false;
  /** Identifies the query, so that late answers for an earlier one are dropped. */
  let turn = 0;
  let silence: number | undefined;
  let loading: Promise<void> | undefined;

  const end = new IntersectionObserver(
    ([entry]) => {
      if (entry?.isIntersecting && !isLoading) void load();
    },
    { rootMargin: `${AHEAD_PX}px` },
  );

  function showLoading(): () => void {
    isLoading = true;
    more.disabled = true;
    rows.ariaBusy = 'true';
    skeleton.hidden = cursor !== undefined || rows.childElementCount > 0;
    // The page is of a query that was replaced while it was loaded.
    window.clearTimeout(silence);
    const timer = window.setTimeout(() => {
      slow.textContent = texts().list.slow;
    }, SILENT_MS);
    silence = timer;
    return () => {
      window.clearTimeout(timer);
      slow.textContent = '';
      isLoading = false;
      more.disabled = false;
      rows.ariaBusy = 'false';
      skeleton.hidden = true;
      more.hidden = cursor === undefined;
      // Observed again, so that an end that is still in sight is reported once more.
      end.unobserve(more);
      // After an error a person asks for the page, or a refresh does: by itself it would fail again and again.
      if (cursor !== undefined && !hasFailed) end.observe(more);
    };
  }

  function load(): Promise<void> {
    loading = loadPage();
    return loading;
  }

  async function loadPage() {
    const asked = turn;
    const settle = showLoading();
    let found = 0;
    try {
      do {
        const page = await context.list({
          ...pageOf(context.query()),
          ...(cursor !== undefined && { cursor }),
        });
        if (asked !== turn) return;
        cursor = page.nextCursor;
        isComplete = cursor === undefined;
        found += page.files.length;
        context.onPage(page.files);
      } while (cursor !== undefined && found < SCREEN_FILES);
      if (hasFailed) context.onRecovered();
      hasFailed = false;
    } catch (error) {
      if (asked !== turn) return;
      hasFailed = true;
      context.onError(error);
    } finally {
      if (asked === turn) {
        settle();
        context.onSettled();
        if (isOutdated && !hasFailed) void refresh();
      }
    }
  }

  /** A page may lack changes that happened while it was loaded: the first page is then read once more. */
  async function refresh() {
    isOutdated = true;
    if (hasFailed && !isLoading) return load();
    if (isLoading || isRefreshing || (!isComplete && cursor === undefined)) return;
    isRefreshing = true;
    while (isOutdated && !isLoading) {
      isOutdated = false;
      const asked = turn;
      const askedAt = performance.now();
      const page = await context.list(pageOf(context.query())).catch(() => undefined);
      if (page && asked === turn && !isLoading) {
        context.onNewest(page.files, page.nextCursor === undefined, askedAt);
      }
    }
    isRefreshing = false;
  }

  more.addEventListener('click', async () => {
    const last = rows.lastElementChild;
    await load();
    const first = last?.nextElementSibling;
    if (!(first instanceof HTMLLIElement)) return;
    announce(texts().list.moreAdded);
    first.tabIndex = -1;
    first.focus();
  });

  return {
    load,
    async loadMore() {
      if (isLoading) await loading;
      else if (cursor !== undefined) await load();
    },
    refresh,
    isComplete: () => isComplete,
    restart() {
      turn += 1;
      cursor = undefined;
      isComplete = false;
      more.hidden = true;
      end.unobserve(more);
      return load();
    },
  };
}

const pageOf = (query: ListQuery): ListQuery => ({
  limit: query.search === undefined ? PAGE_FILES : FOUND_FILES,
  ...query,
});
