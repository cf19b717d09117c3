// Continues uploads that a reload interrupted: by itself, after a question of the browser, or once the file is chosen again.
import { type Airlock, AirlockRefusal } from '../client/airlock.ts';
import type { FileKeeper } from '../client/kept-files.ts';
import { find } from './dom.ts';
import type { Intake } from './intake.ts';

const REOPEN_BUTTON = '.uppy-Dashboard-Item-reSelect';
/** Prefix of the id of the element that shows a file; the file's own id follows. */
const ITEM_PREFIX = 'uppy_';

/** What the continuation of uploads needs. */
export interface RestoredContext {
  readonly airlock: Airlock;
  readonly keeper: FileKeeper | undefined;
  /** Called with whether every file that is waited for can be read after a question of the browser. */
  onWaiting(isAllKept: boolean): void;
}

/** The interrupted uploads. */
export interface RestoredUploads {
  /** Puts files back that Golden Retriever has replaced by its own. Call it first when it has restored them. */
  keepAdded(): void;
  /** Call it when Golden Retriever has restored the Dashboard's files. */
  restore(): Promise<void>;
  /** Whether this file can be read again by {@link RestoredUploads.reopen}. */
  isKept(id: string): boolean;
  /** Reads all kept files again; the browser may ask the person. Call it in the handler of a click. */
  reopen(): Promise<void>;
  /** Continues what has its bytes; `chosen` are files that were chosen again. */
  resume(chosen?: readonly string[]): void;
}

type Entry = ReturnType<Intake['getFiles']>[number];

/** Continues the interrupted uploads of this Dashboard. */
export function continueUploads(uppy: Intake, context: RestoredContext): RestoredUploads {
  const { airlock, keeper } = context;
  /** Kept files by the ids of the Dashboard's files that wait for them. */
  const kept = new Map<string, string>();
  /** Files that wait while the others have been continued. */
  const waiting = new Set<string>();
  const ghosts = () => uppy.getFiles().filter(({ isGhost }) => isGhost);
  /** The state before the last change of the files. */
  let previous = uppy.getState();
  uppy.on('state-update', (before, { files }) => {
    if (before.files !== files) previous = before;
  });

  /** Golden Retriever saves its state with a delay: a file that was cancelled just before a reload is restored. */
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

  async function findKept(from: FileKeeper) {
    const entries = [...(await from.list())];
    for (const { id, name, size, meta } of ghosts()) {
      const at = entries.findIndex(
        (entry) =>
          entry.name === name && entry.size === size && entry.collection === meta.collection,
      );
      const [entry] = at < 0 ? [] : entries.splice(at, 1);
      if (entry) kept.set(id, entry.id);
    }
    // No file on the Dashboard waits for them.
    await Promise.all(entries.map(({ id }) => from.forget(id)));
  }

  /** Without a click, browsers refuse what needs a question to the person. */
  async function open() {
    const opening = [...kept].map(
      async ([id, entry]) => [id, await keeper?.open(entry).catch(() => undefined)] as const,
    );
    for (const [id, data] of await Promise.all(opening)) {
      const file = uppy.getFile(id);
      if (!data || !file?.isGhost) continue;
      kept.delete(id);
      // A file of another size is another file: this upload waits for the one that it began with.
      if (data.size === file.size) uppy.setFileState(id, { data, isGhost: false });
    }
    resume();
  }

  function resume(chosen: readonly string[] = []) {
    for (const id of chosen) if (waiting.delete(id)) void uppy.retryUpload(id);
    const missing = ghosts();
    context.onWaiting(missing.length > 0 && missing.every(({ id }) => kept.has(id)));
    const { recoveredState, files } = uppy.getState();
    const isAllMissing = missing.length > 0 && missing.length === Object.keys(files).length;
    if (recoveredState && !isAllMissing) startWithout(missing, recoveredState.currentUploads);
  }

  /** Continues every upload as Golden Retriever would, but without the files whose bytes are missing. */
  function startWithout(missing: readonly Entry[], recovered: Readonly<Record<string, unknown>>) {
    for (const { id, progress } of missing) {
      waiting.add(id);
      // The Dashboard shows files that have begun as being uploaded.
      uppy.setFileState(id, {
        progress: { ...progress, uploadStarted: null, bytesUploaded: false },
      });
    }
    const hasBytes = (id: string) => !waiting.has(id) && uppy.getFile(id) !== undefined;
    const running = Object.entries(uppy.getState().currentUploads)
      .map(([id, upload]) => [id, { ...upload, fileIDs: upload.fileIDs.filter(hasBytes) }] as const)
      .filter(([, { fileIDs }]) => fileIDs.length > 0);
    // Files that belong to an upload, even to one that never runs, are not started with files that are added later.
    const held = { fileIDs: [...waiting], step: 0, result: {} };
    uppy.setState({
      recoveredState: null,
      currentUploads: {
        ...Object.fromEntries(running),
        ...(waiting.size > 0 && { [crypto.randomUUID()]: held }),
      },
    });
    uppy.resumeAll();
    // The others are of files that were added before these were restored.
    const stopped = running.filter(([id]) => id in recovered);
    for (const [id] of stopped) void uppy.restore(id);
    if (stopped.length === 0) uppy.upload().catch(() => {});
  }

  return {
    keepAdded() {
      const { files, currentUploads } = uppy.getState();
      uppy.setState({
        files: { ...files, ...previous.files },
        currentUploads: { ...currentUploads, ...previous.currentUploads },
      });
    },
    async restore() {
      await removeDeleted();
      if (keeper) await findKept(keeper).catch(() => {});
      await open();
    },
    isKept: (id) => kept.has(id),
    async reopen() {
      await open();
      // A file that the person did not allow, or that no longer exists, can only be chosen again.
      kept.clear();
      resume();
    },
    resume,
  };
}

/** Makes the Dashboard's button beside a waiting file read the kept files, instead of opening the dialog. */
export function reopenByButton({ isKept, reopen }: RestoredUploads): void {
  find(document, '#dashboard', HTMLElement).addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest(REOPEN_BUTTON) : null;
      const id = button?.closest('.uppy-Dashboard-Item')?.id.slice(ITEM_PREFIX.length);
      if (id === undefined || !isKept(id)) return;
      event.stopPropagation();
      void reopen();
    },
    // Before the Dashboard's own handler.
    { capture: true },
  );
}
