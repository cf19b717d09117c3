// The upload of one of Uppy's files: Uppy's buttons control it, and its reports become Uppy's state.
import { EventManager, type Uppy } from '@uppy/core';
import type { Body, I18n, Meta, UppyFile } from '@uppy/core/utils';
import type { Airlock, File as FileRecord, UploadOptions, UploadTask } from './airlock.ts';
import { createUppyProgress } from './uppy-progress.ts';
import { uppySource } from './uppy-source.ts';
import { followVerdict } from './uppy-verdict.ts';

declare module '@uppy/core/utils' {
  interface LocalUppyFile<M extends Meta, B extends Body> {
    /** The upload under way on the server; Golden Retriever keeps it across a reload. */
    airlock?: { fileId: string } | undefined;
  }
  interface RemoteUppyFile<M extends Meta, B extends Body> {
    airlock?: { fileId: string } | undefined;
  }
}

/** What an upload needs from its plugin. */
export interface UppyUpload<M extends Meta> {
  readonly airlock: Airlock;
  readonly say: I18n;
  /** Aborted when the plugin is removed. */
  readonly signal: AbortSignal;
  /** Called when no byte of the file is left to send: what remains is to wait for its verdict. */
  onStored(): void;
  options(file: UppyFile<M, FileRecord>): UploadOptions;
}

/** Uploads a file and reports to Uppy how it ended; never rejects. Returns without a report when the file was removed. */
export async function uploadUppyFile<M extends Meta>(
  uppy: Uppy<M, FileRecord>,
  fileId: string,
  upload: UppyUpload<M>,
): Promise<void> {
  const events = new EventManager(uppy);
  const removed = new AbortController();
  // Cancelling all removes each file too.
  events.onFileRemove(fileId, () => removed.abort());
  const signal = AbortSignal.any([removed.signal, upload.signal]);
  const progress = createUppyProgress(uppy, fileId, upload.say);
  // `uppy.clear()` removes files without an event.
  const isHere = () => !signal.aborted && uppy.getFile(fileId) !== undefined;
  try {
    const judged = await judge();
    if (isHere()) progress.succeed(judged);
  } catch (error) {
    if (isHere()) progress.fail(error);
  } finally {
    events.remove();
  }

  async function judge(): Promise<FileRecord> {
    const file = uppy.getFile(fileId);
    // Its bytes had all arrived when the page was left.
    if (file.progress.uploadComplete && file.airlock) {
      const { airlock } = file;
      events.onFileRemove(fileId, () => upload.airlock.remove(airlock.fileId).catch(() => {}));
      progress.checking();
      upload.onStored();
      return followVerdict(upload.airlock, airlock.fileId, signal);
    }
    const source = uppySource(file);
    if (!source) throw new Error(upload.say('chooseAgain'));
    const { title, caption, metadata, replaces } = file.meta;
    const task = upload.airlock.upload(source, {
      ...upload.options(file),
      ...(typeof title === 'string' && title !== '' && { title }),
      ...(typeof caption === 'string' && caption !== '' && { caption }),
      ...(isTexts(metadata) && { metadata }),
      ...(typeof replaces === 'string' && replaces !== '' && { replaces }),
      signal,
      onProgress: (report) => {
        if (isHere()) progress.show(report);
        if (report.phase === 'checking') upload.onStored();
      },
    });
    steer(task);
    return task;
  }

  function steer(task: UploadTask): void {
    const steps = (isPaused: boolean) => (isPaused ? task.pause() : task.resume());
    events.onFilePause(fileId, steps);
    events.onPauseAll(fileId, task.pause);
    events.onResumeAll(fileId, task.resume);
    // It may have been paused while it waited for its turn.
    if (uppy.getFile(fileId).isPaused) task.pause();
  }
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((text) => typeof text === 'string');
