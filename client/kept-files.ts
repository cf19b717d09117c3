// Keeps the handles of files whose upload a reload interrupted, so that they need not be chosen again.

import {
  type ChosenFile,
  canChooseFiles,
  chooseFiles,
  type DialogOptions,
  droppedFiles,
} from './choose-files.ts';
import type { UploadSource } from './source.ts';

/** A file whose upload was interrupted. */
export interface KeptFile {
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly collection: string;
}

/**
 * Keeps handles of files in IndexedDB, in browsers with the File System Access API, so that an upload continues after a reload
 * without choosing the file again. A file that cannot be kept is no error: people then choose it again.
 */
export interface FileKeeper {
  /** Opens the browser's dialog; an empty list when the person closes it. Call it from the handler of a click. */
  choose(options: DialogOptions): Promise<readonly File[]>;
  /** The files of a drop, without folders. Call it in the handler of the event. */
  dropped(data: DataTransfer): Promise<readonly File[]>;
  /** Keeps a file that one of the others returned until its upload has its end. */
  keep(file: UploadSource, collection: string, upload: Promise<unknown>): void;
  /** The files that are kept, and that no open page uploads. */
  list(): Promise<readonly KeptFile[]>;
  /**
   * Returns a file as it is now, for uploading it, and stops keeping it. `undefined` when the person does not allow the page to
   * read it, or when it does not exist any more. Call it from the handler of a click: without one, browsers do not ask.
   */
  open(id: string): Promise<File | undefined>;
  forget(id: string): Promise<void>;
}

interface Entry extends KeptFile {
  readonly handle: FileSystemFileHandle;
}

/** The parts of the File System Access API that TypeScript's library does not have (WICG File System Access, §3.1). */
interface PermittedHandle extends FileSystemFileHandle {
  requestPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>;
}

const DATABASE = 'airlock-files';
const STORE = 'files';
/** The web lock of a file that an open page uploads. */
const lockOf = (id: string): string => `airlock-file:${id}`;

/** Opens the keeper of this browser; `undefined` where it has no such dialog, no database or no locks. */
export function openFileKeeper(): FileKeeper | undefined {
  if (!canChooseFiles() || typeof indexedDB === 'undefined' || !navigator.locks) return undefined;
  const handles = new WeakMap<object, FileSystemFileHandle>();

  const remembered = (chosen: readonly ChosenFile[]): readonly File[] =>
    chosen.map(({ file, handle }) => {
      if (handle) handles.set(file, handle);
      return file;
    });

  const forget = async (id: string) => {
    await inStore('readwrite', (store) => store.delete(id));
  };

  async function keepUntilEnd(entry: Entry, upload: Promise<unknown>): Promise<void> {
    const release = await hold(lockOf(entry.id));
    await inStore('readwrite', (store) => store.put(entry));
    await upload.catch(() => {});
    await forget(entry.id);
    release();
  }

  return {
    choose: async (options) => remembered(await chooseFiles(options)),
    dropped: async (data) => remembered(await droppedFiles(data)),
    keep(file, collection, upload) {
      const handle = handles.get(file);
      if (!handle) return;
      const { name, size } = file;
      const entry = { id: crypto.randomUUID(), name, size, collection, handle };
      keepUntilEnd(entry, upload).catch(() => {});
    },
    async list() {
      const entries = await inStore<Entry[]>('readonly', (store) => store.getAll());
      const { held = [] } = await navigator.locks.query();
      const inUse = new Set(held.map(({ name }) => name));
      return entries
        .filter(({ id }) => !inUse.has(lockOf(id)))
        .map(({ handle: _, ...file }) => file);
    },
    async open(id) {
      const entry = await inStore<Entry | undefined>('readonly', (store) => store.get(id));
      const handle: PermittedHandle | undefined = entry?.handle;
      if (!handle) return undefined;
      const permission = await handle.requestPermission?.({ mode: 'read' });
      if (permission === 'denied' || permission === 'prompt') return undefined;
      const file = await handle.getFile().catch(() => undefined);
      await forget(id);
      return remembered(file ? [{ file, handle }] : [])[0];
    },
    forget,
  };
}

/** Holds a web lock until the function that it resolves to is called, or the page ends. */
const hold = (name: string): Promise<() => void> =>
  new Promise((resolve, reject) => {
    navigator.locks
      .request(name, () => new Promise<void>((release) => resolve(release)))
      .catch(reject);
  });

/** Runs one request on the store and resolves to its result once the transaction is complete. */
async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

const openDatabase = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
