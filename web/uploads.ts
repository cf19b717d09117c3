// Uploads files with Uppy's Dashboard: admits or refuses each chosen file, uploads it, and removes it after its verdict.
import type { Meta, UppyFile } from '@uppy/core/utils';
import Dashboard from '@uppy/dashboard';
import GoldenRetriever from '@uppy/golden-retriever';
import { type Airlock, type File as FileRecord, openFileKeeper } from '../client/airlock.ts';
import { AirlockUploader } from '../client/uppy.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import type { CollectionChoice } from './collection-choice.ts';
import { guessCollection, objection } from './collections.ts';
import { keepFocus } from './dashboard-focus.ts';
import { dashboardWords, uploadWords } from './dashboard-words.ts';
import { followTitle } from './document-title.ts';
import { find } from './dom.ts';
import { receiveHandles } from './file-handles.ts';
import { Intake } from './intake.ts';
import { leftOutInWords, type RefusedFile } from './refusals.ts';
import { continueUploads, reopenByButton } from './restored-uploads.ts';
import { isSoleTab } from './sole-tab.ts';
import { errorInWords, noTakerInWords } from './words.ts';
import './style/dashboard.css';
import { now } from './clock.ts';

/** What uploading needs, and its callbacks. */
export interface UploadsContext {
  readonly airlock: Airlock;
  /** Separates the unfinished uploads of users who share a browser. */
  readonly username: string;
  readonly collections: PageConfig['collections'];
  /** Which collection the user has chosen. */
  readonly choice: CollectionChoice;
  /** Called when the upload of this file has started; only the Dashboard shows it. */
  onIssued(fileId: string): void;
  /** Called when the file is ready or rejected. */
  onJudged(file: FileRecord): void;
  /** Called when an upload failed; the file stays on the Dashboard and can be retried. */
  onFailed(filename: string, sentence: string, error: unknown): void;
  /** Called with files that were refused before their upload. */
  onRefused(refused: readonly RefusedFile[]): void;
  /** Called with a note about the chosen files. */
  onNote(sentence: string): void;
  /** Called when new files were admitted. */
  onEntered(): void;
  /** Called with whether any file is being uploaded, whenever files have changed. */
  onRunning(isRunning: boolean): void;
}

/** The running uploads. */
export interface Uploads {
  isRunning(): boolean;
  /** Uploads files that were dropped or pasted beside the Dashboard. */
  add(files: readonly File[]): void;
  /** Uploads a file that replaces another, into the same collection. */
  replace(old: FileRecord, by: File): void;
}

type Entry = UppyFile<Meta, FileRecord>;

/** The page shows every error itself, so that Uppy does not log it to the console. */
const silent = { debug() {}, warn() {}, error() {} };

/** Wires the Dashboard in index.html and resumes uploads that a reload interrupted. */
export function startUploads(context: UploadsContext): Uploads {
  const { airlock, choice, collections } = context;
  let refused: RefusedFile[] = [];

  const uppy = new Intake({
    id: `airlock-${context.username}`,
    autoProceed: true,
    logger: silent,
    onBeforeFileAdded(file, present) {
      const known = present[file.id];
      // Chosen again: a file whose bytes were lost resumes; any other known file is not added twice.
      if (known) return known.isGhost;
      const type = uppy.typeOf(file);
      const { replaces, collection: place } = file.meta;
      const collection = replaces
        ? String(place)
        : choice.value || guessCollection(type, file.size ?? 0, collections);
      const taken = collection === undefined ? undefined : collections[collection];
      const reason = taken
        ? objection({ size: file.size ?? 0 }, taken)
        : noTakerInWords(type, file.name);
      if (reason === undefined) return { ...file, meta: { ...file.meta, collection } };
      refused.push({ name: file.name, reason });
      return false;
    },
  });

  uppy.onLeftOut = (names) => context.onNote(leftOutInWords(names));

  uppy.use(Dashboard, {
    target: '#dashboard',
    inline: true,
    width: '100%',
    height: '',
    theme: 'auto',
    proudlyDisplayPoweredByUppy: false,
    singleFileFullScreen: false,
    // The page has one place for messages; see onRefused and onFailed.
    disableInformer: true,
    doneButtonHandler: null,
    // Files are uploaded at once; it would appear beside those that wait.
    hideUploadButton: true,
    locale: dashboardWords({ isOnline: navigator.onLine, isAllKept: false }),
  });
  let isAllKept = false;
  function showWords() {
    const locale = dashboardWords({ isOnline: navigator.onLine, isAllKept });
    uppy.getPlugin('Dashboard')?.setOptions({ locale });
  }
  for (const change of ['online', 'offline']) window.addEventListener(change, showWords);
  followTitle(uppy);

  const add = (files: readonly File[]) =>
    uppy.addFiles(files.map((data) => ({ name: data.name, type: data.type, data })));
  const keeper = openFileKeeper();
  if (keeper) {
    receiveHandles({
      keeper,
      onDrop: () => uppy.getPlugin('Dashboard')?.setPluginState({ isDraggingOver: false }),
      onFiles: add,
    });
  }
  const restored = continueUploads(uppy, {
    airlock,
    keeper,
    onWaiting(isKept) {
      if (isKept === isAllKept) return;
      isAllKept = isKept;
      showWords();
    },
  });
  reopenByButton(restored);
  keepFocus(find(document, '#dashboard', HTMLElement));
  uppy.use(AirlockUploader, {
    airlock,
    keeper,
    collection: ({ meta }) => String(meta.collection),
    locale: uploadWords(),
  });
  // In a second tab, it would restore and upload the files of the first tab.
  void isSoleTab(uppy.getID()).then((isSole) => isSole && uppy.use(GoldenRetriever));

  // A file that is read, or that waits for the network or the server, counts for Uppy as one that has not begun.
  const isUnderWay = ({ progress, error, isGhost }: Entry) =>
    Boolean(progress.uploadStarted || progress.preprocess) &&
    !progress.uploadComplete &&
    !error &&
    !isGhost;
  const isRunning = () => uppy.getFiles().some(isUnderWay);

  /** Removes settled files together, so that counts and totals stay correct until the last one is done. */
  function removeWhenIdle() {
    const files = uppy.getFiles();
    const failed = files.find(({ error }) => error);
    const isBusy = files.some((file) => isUnderWay(file) || file.progress.postprocess);
    // Uppy shows only the failure once there is one; while other files upload, their progress matters more.
    uppy.setState({ error: isBusy ? null : (failed?.error ?? null) });
    if (isBusy) return;
    removeSettled();
  }

  function removeSettled() {
    const settled = uppy.getFiles().filter(({ progress }) => progress.complete);
    uppy.removeFiles(settled.map(({ id }) => id));
  }

  uppy.on('restored', async () => {
    restored.keepAdded();
    for (const { airlock: upload } of uppy.getFiles()) if (upload) context.onIssued(upload.fileId);
    removeSettled();
    await restored.restore();
  });
  uppy.on('files-added', (files) => {
    if (refused.length > 0) context.onRefused(refused);
    else if (files.length > 0) context.onEntered();
    refused = [];
    restored.resume(files.map(({ id }) => id));
  });
  uppy.on('file-removed', () => restored.resume());
  uppy.on('restriction-failed', (file) => {
    // Choosing a failed file again retries it.
    const known = file && uppy.getFile(file.id);
    if (known?.error) uppy.retryUpload(known.id);
  });
  uppy.on('state-update', (before, { files }) => {
    if (before.files === files) return;
    context.onRunning(isRunning());
    for (const { id, airlock: upload } of Object.values(files)) {
      if (upload && upload.fileId !== before.files[id]?.airlock?.fileId) {
        context.onIssued(upload.fileId);
      }
    }
  });
  uppy.on('upload-success', (_file, { body }) => {
    if (body) context.onJudged(body);
    removeWhenIdle();
  });
  uppy.on('upload-error', (file, error, response) => {
    if (!file) return;
    if (response?.body) {
      // The same bytes would be rejected again; the list shows the reason.
      uppy.removeFile(file.id);
      context.onJudged(response.body);
    } else {
      const { cause } = error as Error;
      const sentence = errorInWords(cause, now());
      uppy.setFileState(file.id, { error: sentence });
      context.onFailed(file.name, sentence, cause);
    }
    removeWhenIdle();
  });

  return {
    isRunning,
    add,
    replace(old, data) {
      const meta = { replaces: old.id, collection: old.collection };
      uppy.addFiles([{ name: data.name, type: data.type, data, meta }]);
    },
  };
}
