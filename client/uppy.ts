// An uploader plugin for Uppy: passes Uppy's files to the client and reports their state to Uppy.
import { BasePlugin, EventManager, type PluginOpts, type Uppy } from '@uppy/core';
import {
  filterFilesToEmitUploadStarted,
  type Meta,
  TaskQueue,
  type UppyFile,
} from '@uppy/core/utils';
import type { Airlock, File as FileRecord } from './airlock.ts';
import type { FileKeeper } from './kept-files.ts';
import type { ResumeStore } from './resume-store.ts';
import { uploadUppyFile } from './uppy-file.ts';

/** The options of the plugin. */
export interface AirlockUploaderOptions<M extends Meta = Meta> extends PluginOpts {
  airlock: Airlock;
  /** The collection of every file, or of one. Asked when the file's turn has come, and by a keeper before. */
  collection: string | ((file: UppyFile<M, FileRecord>) => string);
  /** Files that are under way at once, until their bytes are stored. Default: 12, so that some are issued while others are sent. */
  concurrency?: number;
  /**
   * Keeps files across a reload: `openFileKeeper()`. It knows files that its own `choose`, `dropped` and `open` returned, so add
   * those to Uppy; after a reload, add what `open` returns for each entry of `list`.
   */
  keeper?: FileKeeper | undefined;
  /** The store that remembers interrupted uploads. Default: the browser's own storage. */
  resumeStore?: ResumeStore;
}

/**
 * Uploader for Uppy 6 (`@uppy/core` 6.3 or later, which the page brings along): `uppy.use(AirlockUploader, { airlock, collection
 * })` with `uppy` a `Uppy<Meta, File>`.
 *
 * `upload-success` comes after the verdict; its `response.body` is the judged file. `upload-error` carries an error whose
 * `message` is the refusal's or the verdict's sentence and whose `cause` is what the client threw; against a verdict,
 * `response.body` is the rejected file. The fields `title`, `caption`, `metadata` and `replaces` of a file's meta go with it.
 *
 * Removing a file, or cancelling all, aborts its upload and deletes it on the server. With Golden Retriever uploads continue
 * after a reload, and a file whose bytes it did not keep continues once it is chosen again: only missing parts are sent.
 */
export class AirlockUploader<M extends Meta = Meta> extends BasePlugin<
  AirlockUploaderOptions<M>,
  M,
  FileRecord
> {
  readonly #queue: TaskQueue;
  readonly #running = new Set<string>();
  readonly #uninstalled = new AbortController();

  constructor(uppy: Uppy<M, FileRecord>, options: AirlockUploaderOptions<M>) {
    super(uppy, options);
    this.type = 'uploader';
    this.id = options.id ?? 'AirlockUploader';
    this.defaultLocale = {
      strings: {
        readingFile: 'Reading the file…',
        checkingFile: 'Checking the file…',
        scanningFile: 'Scanning for malware…',
        waitingOffline: 'Offline. The upload continues when you are online again.',
        waitingThrottled: 'The server is busy. The upload continues by itself.',
        waitingNoAnswer: 'The server does not answer. The upload continues by itself.',
        chooseAgain: 'Its bytes are no longer at hand. Choose the file again.',
      },
    };
    this.i18nInit();
    this.#queue = new TaskQueue({ concurrency: options.concurrency ?? 12 });
  }

  override install(): void {
    this.#setResumable(true);
    this.uppy.addUploader(this.#upload);
    this.uppy.on('file-removed', this.#discard);
  }

  override uninstall(): void {
    this.#setResumable(false);
    this.uppy.removeUploader(this.#upload);
    this.uppy.off('file-removed', this.#discard);
    this.#uninstalled.abort();
  }

  /** Makes a Dashboard show its buttons to pause and resume. */
  #setResumable(resumableUploads: boolean): void {
    const { capabilities } = this.uppy.getState();
    this.uppy.setState({ capabilities: { ...capabilities, resumableUploads } });
  }

  readonly #upload = async (fileIds: string[]): Promise<void> => {
    const files = this.uppy.getFilesByIds(fileIds).filter((file) => file && isDue(file));
    const unsent = files.filter(({ progress }) => !progress.uploadComplete);
    this.uppy.emit('upload-start', filterFilesToEmitUploadStarted(unsent) as typeof unsent);
    // Failures are reported for each file; Uppy must not receive them a second time.
    await Promise.allSettled(
      files.map((file) => {
        const upload = this.#inTurn(file.id);
        this.#keep(file, upload);
        return upload;
      }),
    );
  };

  /** Keeps a file, also while it waits for its turn, until its upload has its end or it is removed. */
  #keep(file: UppyFile<M, FileRecord>, upload: Promise<void>): void {
    const { keeper } = this.opts;
    if (!keeper || !(file.data instanceof File) || file.progress.uploadComplete) return;
    const events = new EventManager(this.uppy);
    const removed = new Promise<void>((resolve) => events.onFileRemove(file.id, () => resolve()));
    const end = Promise.race([upload, removed])
      .finally(() => events.remove())
      .then(() => this.uppy.getFile(file.id)?.response?.body);
    keeper.keep(file.data, this.#collectionOf(file), end);
  }

  #collectionOf(file: UppyFile<M, FileRecord>): string {
    const { collection } = this.opts;
    return typeof collection === 'string' ? collection : collection(file);
  }

  /**
   * Uploads a file when its turn comes. Its turn ends when its bytes are stored, so that the next file does not wait for its
   * verdict.
   */
  async #inTurn(fileId: string): Promise<void> {
    let upload: Promise<void> | undefined;
    await this.#queue.add(
      () =>
        new Promise<void>((endTurn) => {
          upload = this.#uploadOne(fileId, endTurn).finally(endTurn);
        }),
    );
    await upload;
  }

  async #uploadOne(fileId: string, onStored: () => void): Promise<void> {
    // Removed while it waited for its turn, or taken up by another run.
    if (!this.uppy.getFile(fileId) || this.#running.has(fileId)) return;
    const { airlock, resumeStore } = this.opts;
    this.#running.add(fileId);
    try {
      await uploadUppyFile(this.uppy, fileId, {
        airlock,
        say: this.i18n,
        signal: this.#uninstalled.signal,
        onStored,
        options: (file) => ({
          collection: this.#collectionOf(file),
          ...(resumeStore && { resumeStore }),
        }),
      });
    } finally {
      this.#running.delete(fileId);
    }
  }

  /** A file that is removed while no upload runs, after a failure or a reload, is deleted on the server, too. */
  readonly #discard = ({ id, airlock }: UppyFile<M, FileRecord>): void => {
    if (!airlock || this.#running.has(id)) return;
    // When this fails, the server's reaper does it later.
    this.opts.airlock.remove(airlock.fileId).catch(() => {});
  };
}

/** Whether anything is left to do: bytes to be sent, or a verdict to be waited for. */
const isDue = ({ error, progress, airlock }: UppyFile<Meta, FileRecord>): boolean =>
  !error && (!progress.uploadComplete || airlock !== undefined);
