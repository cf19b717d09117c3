// Sending, on Uppy's Dashboard: what is chosen is admitted or refused, uploaded at once, and leaves when it is judged.
import type { Meta, UppyFile } from '@uppy/core/utils';
import Dashboard from '@uppy/dashboard';
import GoldenRetriever from '@uppy/golden-retriever';
import { type Airlock, AirlockRefusal, type File as FileRecord } from '../client/airlock.ts';
import { AirlockUploader } from '../client/uppy.ts';
import type { PageConfig } from '../lambdas/http/page-contract.ts';
import { startCollectionChoice } from './collection-choice.ts';
import { guessCollection, objection } from './collections.ts';
import { dashboardWords } from './dashboard-words.ts';
import { followTitle } from './document-title.ts';
import { Intake } from './intake.ts';
import { leftOutInWords, type RefusedFile } from './refusals.ts';
import { isSoleTab } from './sole-tab.ts';
import { catchStrayFiles } from './stray-files.ts';
import { errorInWords, noTakerInWords } from './words.ts';
import './style/dashboard.css';

/** What sending needs, and whom it tells. */
export interface SendingContext {
  readonly airlock: Airlock;
  /** Keeps what people on one browser have under way apart. */
  readonly username: string;
  readonly collections: PageConfig['collections'];
  /** The upload of this file is under way here; nobody else needs to show it. */
  onIssued(fileId: string): void;
  /** It is ready or rejected; `replacedId` names the file whose place it was sent to take. */
  onJudged(file: FileRecord, replacedId?: string): void;
  /** It stays on the Dashboard and may be tried again. */
  onFailed(filename: string, sentence: string, error: unknown): void;
  /** Files were not even tried. */
  onRefused(refused: readonly RefusedFile[]): void;
  /** Something to know about what was chosen. */
  onNote(sentence: string): void;
  /** New files have been admitted. */
  onEntered(): void;
}

/** What is being sent. */
export interface Sending {
  isRunning(): boolean;
  /** Sends a file in the place of another, whose collection it shares. */
  replace(old: FileRecord, by: File): void;
}

type Entry = UppyFile<Meta, FileRecord>;

/** The page itself says what is wrong, in the place where it is; the console would only repeat it. */
const silent = { debug() {}, warn() {}, error() {} };

const replacedBy = (file: Entry | undefined): string | undefined =>
  typeof file?.meta.replaces === 'string' ? file.meta.replaces : undefined;

/** Wires the Dashboard in index.html and goes on with what a reload has interrupted. */
export function startSending(context: SendingContext): Sending {
  const { airlock, collections } = context;
  let refused: RefusedFile[] = [];

  const uppy = new Intake({
    id: `airlock-${context.username}`,
    autoProceed: true,
    logger: silent,
    onBeforeFileAdded(file, present) {
      const known = present[file.id];
      // Chosen again: one whose bytes were lost goes on, one that is here already is not added twice.
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
    locale: dashboardWords({ isOnline: navigator.onLine }),
  });
  for (const change of ['online', 'offline']) {
    window.addEventListener(change, () => {
      const locale = dashboardWords({ isOnline: navigator.onLine });
      uppy.getPlugin('Dashboard')?.setOptions({ locale });
    });
  }
  followTitle(uppy);
  const choice = startCollectionChoice(collections, (note) => {
    uppy.getPlugin('Dashboard')?.setOptions({ note });
  });
  uppy.use(AirlockUploader, { airlock, collection: ({ meta }) => String(meta.collection) });
  // In a second tab it would bring up, and send, what the first is sending.
  void isSoleTab(uppy.getID()).then((isSole) => isSole && uppy.use(GoldenRetriever));
  catchStrayFiles((files) => {
    uppy.addFiles(files.map((data) => ({ name: data.name, type: data.type, data })));
  });

  const isUnderWay = ({ progress, error }: Entry) =>
    Boolean(progress.uploadStarted) && !progress.uploadComplete && !error;
  const isRunning = () => uppy.getFiles().some(isUnderWay);

  /** Judged files leave together, so that counts and totals hold until the last is done. */
  function tidy() {
    const files = uppy.getFiles();
    const failed = files.find(({ error }) => error);
    const isBusy = files.some((file) => isUnderWay(file) || file.progress.postprocess);
    // Uppy speaks of nothing but the failure once there is one; meanwhile the progress of the others matters more.
    uppy.setState({ error: isBusy ? null : (failed?.error ?? null) });
    if (isBusy) return;
    removeJudged();
  }

  function removeJudged() {
    const judged = uppy.getFiles().filter(({ progress }) => progress.complete);
    uppy.removeFiles(judged.map(({ id }) => id));
  }

  /** Golden Retriever writes down what happens with some delay: a file that was cancelled just before a reload comes back. */
  async function removeDeleted() {
    for (const { id, airlock: upload } of uppy.getFiles()) {
      if (!upload) continue;
      const isThere = await airlock.get(upload.fileId).then(
        () => true,
        (error: unknown) => !(error instanceof AirlockRefusal && error.code === 'not_found'),
      );
      if (!isThere) uppy.removeFile(id);
    }
  }

  /** After a reload, goes on by itself once the bytes of all files are at hand. */
  function goOn() {
    const { recoveredState } = uppy.getState();
    if (!recoveredState || uppy.getObjectOfFilesPerState().isSomeGhost) return;
    uppy.emit('restore-confirmed');
  }

  uppy.on('restored', async () => {
    for (const { airlock: upload } of uppy.getFiles()) if (upload) context.onIssued(upload.fileId);
    removeJudged();
    await removeDeleted();
    goOn();
  });
  uppy.on('files-added', (files) => {
    if (refused.length > 0) context.onRefused(refused);
    else if (files.length > 0) context.onEntered();
    refused = [];
    goOn();
  });
  uppy.on('file-removed', goOn);
  uppy.on('restriction-failed', (file) => {
    // A file that failed and is chosen again is meant to be tried again.
    const known = file && uppy.getFile(file.id);
    if (known?.error) uppy.retryUpload(known.id);
  });
  uppy.on('state-update', (before, { files }) => {
    if (before.files === files) return;
    for (const { id, airlock: upload } of Object.values(files)) {
      if (upload && upload.fileId !== before.files[id]?.airlock?.fileId) {
        context.onIssued(upload.fileId);
      }
    }
  });
  uppy.on('upload-success', (file, { body }) => {
    if (body) context.onJudged(body, replacedBy(file));
    tidy();
  });
  uppy.on('upload-error', (file, error, response) => {
    if (!file) return;
    if (response?.body) {
      // Sending the same bytes again would end the same way: the list says why.
      uppy.removeFile(file.id);
      context.onJudged(response.body);
    } else {
      const { cause } = error as Error;
      const sentence = errorInWords(cause, new Date());
      uppy.setFileState(file.id, { error: sentence });
      context.onFailed(file.name, sentence, cause);
    }
    tidy();
  });

  return {
    isRunning,
    replace(old, data) {
      const meta = { replaces: old.id, collection: old.collection };
      uppy.addFiles([{ name: data.name, type: data.type, data, meta }]);
    },
  };
}
