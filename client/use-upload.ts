// The React hook: uploads files and re-renders its component as they proceed.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { File as FileRecord } from './contract.ts';
import type { FileKeeper } from './kept-files.ts';
import type { UploadSource } from './source.ts';
import {
  createUploadList,
  type SettledItem,
  type UploadError,
  type UploadItem,
  type UploadList,
} from './upload-list.ts';
import { summarizeUploads, type UploadSummary } from './upload-summary.ts';
import type { Uploader, UploadOptions } from './uploader.ts';
import { type InterruptedUploads, useKeptFiles } from './use-kept-files.ts';

/** Files that are under way at the same time, so that some are issued while others are sent. */
const DEFAULT_CONCURRENCY = 12;

/** How a component uploads. Every option but `concurrency` may change from render to render. */
export interface UseUploadOptions<Collection extends string = string>
  extends Omit<UploadOptions<Collection>, 'collection' | 'onProgress' | 'signal' | 'concurrency'> {
  /** The result of `createUploader` or `createAirlock`. Create it once, outside of components. */
  readonly client: Pick<Uploader<Collection>, 'upload'>;
  /** One of the client's collections. */
  readonly collection: NoInfer<Collection>;
  /** Files that are under way at the same time, until their bytes are stored. Read at the first render. Default: 12. */
  readonly concurrency?: number;
  /**
   * Keeps files across a reload in browsers that can: `openFileKeeper()`, called once, outside of components. The button and the
   * dropzone then open another dialog of the browser, which has no list of recent files.
   */
  readonly keeper?: FileKeeper | undefined;
  /** Called with each file that is ready, also after the component has left the page. */
  readonly onReady?: (file: FileRecord, item: UploadItem) => void;
  /** Called with each failure, also after the component has left the page; never with a cancelled upload. */
  readonly onFailed?: (error: UploadError, item: UploadItem) => void;
  /**
   * What happens to uploads under way when the component leaves the page: `continue` lets them finish, `abort` cancels them and
   * deletes the sent bytes. Default: `continue`.
   */
  readonly onUnmount?: 'continue' | 'abort';
}

/** The uploads of a component. */
export interface Uploads extends InterruptedUploads {
  /** In the order in which the files were chosen. */
  readonly items: readonly UploadItem[];
  readonly summary: UploadSummary;
  /** Uploads files, each as a separate upload. Never rejects; resolves to the items that are ready or have failed. */
  readonly upload: UploadList['upload'];
  readonly pause: UploadList['pause'];
  readonly resume: UploadList['resume'];
  /** Removes an item from the list; an upload under way is aborted and deleted on the server. */
  readonly remove: UploadList['remove'];
  /** Uploads a failed item again; parts that are stored already are not sent twice. */
  readonly retry: UploadList['retry'];
  readonly keeper: FileKeeper | undefined;
}

/**
 * Uploads files to a collection. Works in strict mode and under server rendering; two components, and two uploads of one file,
 * do not disturb each other. To keep the list while people move between pages, call it in a component that stays.
 */
export function useUpload<Collection extends string>(
  options: UseUploadOptions<Collection>,
): Uploads {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const [list] = useState(() => createList(latest));
  useAbortOnUnmount(list, latest);
  const items = useSyncExternalStore(list.subscribe, list.getItems, list.getItems);
  const { upload, pause, resume, remove, retry } = list;
  const { keeper, collection } = options;
  const keptFiles = useKeptFiles(keeper, collection, upload);
  const summary = summarizeUploads(items);
  return { items, summary, upload, pause, resume, remove, retry, keeper, ...keptFiles };
}

interface Latest<Collection extends string> {
  readonly current: UseUploadOptions<Collection>;
}

function createList<Collection extends string>(latest: Latest<Collection>): UploadList {
  return createUploadList({
    concurrency: latest.current.concurrency ?? DEFAULT_CONCURRENCY,
    start(source: UploadSource, control) {
      const { client, keeper, concurrency, onReady, onFailed, onUnmount, ...claim } =
        latest.current;
      const task = client.upload(source, { ...claim, ...control });
      keeper?.keep(source, claim.collection, task);
      return task;
    },
    onSettled(item: SettledItem) {
      const { onReady, onFailed } = latest.current;
      if (item.status === 'ready') onReady?.(item.file, item);
      else onFailed?.(item.error, item);
    },
  });
}

/** Aborts running uploads once the component has left for good: strict mode removes it and adds it again at once. */
function useAbortOnUnmount<Collection extends string>(
  list: UploadList,
  latest: Latest<Collection>,
): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    clearTimeout(timer.current);
    return () => {
      if (latest.current.onUnmount === 'abort') timer.current = setTimeout(list.abortAll);
    };
  }, [list, latest]);
}
