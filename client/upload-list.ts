// The uploads of one place in a page: an immutable list of states that user interfaces subscribe to.

import { createConnections, type Release } from './connections.ts';
import type { File as FileRecord } from './contract.ts';
import { AirlockRefusal, FileHeldError, FileRejectedError, UploadFailedError } from './errors.ts';
import type { UploadProgress } from './progress.ts';
import type { UploadSource } from './source.ts';
import type { UploadTask } from './upload-task.ts';

/** The error of a failed upload. */
export type UploadError = AirlockRefusal | FileRejectedError | FileHeldError | UploadFailedError;

/** One file of the list. `id` stays the same from the choice of the file to the end, also through `retry`. */
export type UploadItem = {
  readonly id: string;
  readonly source: UploadSource;
} & (
  | { readonly status: 'queued' }
  | { readonly status: 'uploading'; readonly progress: UploadProgress }
  | { readonly status: 'ready'; readonly file: FileRecord }
  | { readonly status: 'failed'; readonly error: UploadError }
);

/** An item whose upload has ended. */
export type SettledItem = Extract<UploadItem, { status: 'ready' | 'failed' }>;

/** Starts one upload, and reports to `onProgress` until `signal` is aborted. */
export type StartUpload = (
  source: UploadSource,
  control: { onProgress(progress: UploadProgress): void; signal: AbortSignal },
) => UploadTask;

/** What the list needs. */
export interface UploadListOptions {
  readonly start: StartUpload;
  /** How many files are sent at the same time; a file that waits for its verdict does not count. */
  readonly concurrency: number;
  /** Called with each item that is ready or has failed, not with cancelled ones. */
  onSettled(item: SettledItem): void;
}

/** The uploads of one place in a page. */
export interface UploadList {
  /** The items in the order in which they were chosen: the same array until one of them changes. */
  getItems(): readonly UploadItem[];
  /** Calls `listener` after every change; returns the function that ends this. */
  subscribe(listener: () => void): () => void;
  /**
   * Uploads the files, each as a separate upload. Never rejects; resolves when all of them have ended, to their items without
   * cancelled ones.
   */
  upload(sources: Iterable<UploadSource>): Promise<readonly SettledItem[]>;
  pause(id: string): void;
  resume(id: string): void;
  /** Removes an item; an upload under way is aborted and deleted on the server. */
  remove(id: string): void;
  /** Uploads a failed item again; parts that S3 holds are not sent twice. */
  retry(id: string): void;
  /** Aborts and removes what is queued or uploading. */
  abortAll(): void;
}

/** The handle of an upload that is queued or under way. */
interface Running {
  readonly controller: AbortController;
  task?: UploadTask;
  isPaused: boolean;
}

const isUploadError = (error: unknown): error is UploadError =>
  [AirlockRefusal, FileRejectedError, FileHeldError, UploadFailedError].some(
    (type) => error instanceof type,
  );

const failed = (cause: unknown): UploadFailedError =>
  new UploadFailedError(cause instanceof Error ? cause.message : String(cause), { cause });

/** Creates an empty list. */
export function createUploadList(options: UploadListOptions): UploadList {
  const turns = createConnections(options.concurrency);
  const listeners = new Set<() => void>();
  const running = new Map<string, Running>();
  let items: readonly UploadItem[] = [];
  let lastId = 0;

  function change(next: readonly UploadItem[]): void {
    items = next;
    for (const listener of listeners) listener();
  }
  const set = (item: UploadItem) =>
    change(items.map((each) => (each.id === item.id ? item : each)));

  /** Uploads one item in its turn; `undefined` when it was removed. */
  async function run(id: string, source: UploadSource): Promise<SettledItem | undefined> {
    const controller = new AbortController();
    const handle: Running = { controller, isPaused: false };
    running.set(id, handle);
    const end = await bringToEnd(id, source, handle);
    running.delete(id);
    if (controller.signal.aborted) return undefined;
    set(end);
    // In another task: an error that a listener throws belongs to the page and does not fail the upload.
    queueMicrotask(() => options.onSettled(end));
    return end;
  }

  async function bringToEnd(
    id: string,
    source: UploadSource,
    handle: Running,
  ): Promise<SettledItem> {
    const { signal } = handle.controller;
    let release: Release | undefined;
    function endTurn(): void {
      release?.();
      release = undefined;
    }
    try {
      release = await turns.take(signal);
      handle.task = options.start(source, {
        signal,
        onProgress(progress) {
          if (progress.phase === 'checking') endTurn();
          if (!signal.aborted) set({ id, source, status: 'uploading', progress });
        },
      });
      if (handle.isPaused) handle.task.pause();
      return { id, source, status: 'ready', file: await handle.task };
    } catch (cause) {
      const error = isUploadError(cause) ? cause : failed(cause);
      return { id, source, status: 'failed', error };
    } finally {
      endTurn();
    }
  }

  function remove(id: string): void {
    running.get(id)?.controller.abort();
    change(items.filter((item) => item.id !== id));
  }

  return {
    getItems: () => items,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async upload(sources) {
      const added = Array.from(sources, (source) => {
        lastId += 1;
        return { id: String(lastId), source, status: 'queued' } as const;
      });
      change([...items, ...added]);
      const ends = await Promise.all(added.map(({ id, source }) => run(id, source)));
      return ends.filter((end) => end !== undefined);
    },
    pause(id) {
      const handle = running.get(id);
      if (handle) handle.isPaused = true;
      handle?.task?.pause();
    },
    resume(id) {
      const handle = running.get(id);
      if (handle) handle.isPaused = false;
      handle?.task?.resume();
    },
    remove,
    retry(id) {
      const item = items.find((each) => each.id === id);
      if (item?.status !== 'failed') return;
      const { source } = item;
      set({ id, source, status: 'queued' });
      void run(id, source);
    },
    abortAll() {
      for (const id of running.keys()) remove(id);
    },
  };
}
