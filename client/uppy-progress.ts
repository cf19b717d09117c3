// Translates the reports of an upload into Uppy's events and the state of its files.
import type { Uppy } from '@uppy/core';
import type { FileProgressNotStarted, FileProgressStarted, I18n, Meta } from '@uppy/core/utils';
import type { File as FileRecord, UploadProgress } from './airlock.ts';
import { FileHeldError, FileRejectedError } from './errors.ts';

/** Reports the state of one file to Uppy. */
export interface UppyProgress {
  show(progress: UploadProgress): void;
  /** All bytes have arrived. */
  checking(): void;
  succeed(file: FileRecord): void;
  fail(error: unknown): void;
}

/** The texts of a wait, by its cause: keys of the plugin's locale. */
const waitingWords = {
  offline: 'waitingOffline',
  throttled: 'waitingThrottled',
  no_answer: 'waitingNoAnswer',
} as const;

/** Creates the reports of a file of `uppy`; they must not be used any more once the file is removed. */
export function createUppyProgress<M extends Meta>(
  uppy: Uppy<M, FileRecord>,
  id: string,
  say: I18n,
): UppyProgress {
  const bytesTotal = uppy.getFile(id).size ?? 0;

  function change(change: Partial<FileProgressStarted>): void {
    const { postprocess: _, ...progress } = uppy.getFile(id).progress;
    uppy.setFileState(id, { progress: { ...progress, ...change } as FileProgressStarted });
  }

  let startedAt: number | null = null;

  /** Uppy shows a message only for a file that is not being sent, so a file that waits counts as one that has not begun. */
  function wait(message: string): void {
    startedAt ??= uppy.getFile(id).progress.uploadStarted;
    uppy.setFileState(id, {
      progress: { ...uppy.getFile(id).progress, uploadStarted: null } as FileProgressNotStarted,
    });
    uppy.emit('preprocess-progress', uppy.getFile(id), { mode: 'indeterminate', message });
  }

  function endWait(): void {
    if (startedAt !== null) change({ uploadStarted: startedAt });
    startedAt = null;
  }

  function sent(bytesUploaded: number): void {
    const file = uppy.getFile(id);
    const { percentage, uploadStarted } = file.progress;
    // Core takes 100 % as the end and ignores later reports, but a transfer may have to be repeated.
    if (percentage === 100 && bytesUploaded < bytesTotal) change({ percentage: 99 });
    uppy.emit('upload-progress', file, {
      uploadStarted: uploadStarted ?? Date.now(),
      bytesUploaded,
      bytesTotal,
    });
  }

  function checking(message: string): void {
    sent(bytesTotal);
    // For Uppy everything after the last byte is postprocessing: it cannot be paused, and Golden Retriever deletes the bytes.
    change({ uploadComplete: true, percentage: 100, bytesUploaded: bytesTotal });
    uppy.emit('postprocess-progress', uppy.getFile(id), { mode: 'indeterminate', message });
  }

  return {
    checking: () => checking(say('checkingFile')),
    show({ phase, waitingFor, sentBytes, fileId }) {
      if (phase === 'waiting') {
        wait(say(waitingWords[waitingFor ?? 'no_answer']));
        return;
      }
      endWait();
      const file = uppy.getFile(id);
      if (fileId && fileId !== file.airlock?.fileId) uppy.setFileState(id, { airlock: { fileId } });
      if (phase === 'hashing') {
        const message = say('readingFile');
        uppy.emit('preprocess-progress', file, { mode: 'indeterminate', message });
      } else if (file.progress.preprocess) uppy.emit('preprocess-complete', file);
      if (phase === 'checking') checking(say('checkingFile'));
      else if (phase === 'scanning') checking(say('scanningFile'));
      // The bytes that an earlier attempt sent are shown until it is known which of them S3 holds.
      else if (phase === 'uploading' || file.progress.percentage === undefined) sent(sentBytes);
    },
    succeed(body) {
      uppy.setFileState(id, { airlock: undefined });
      const uploadURL = body.url;
      const response = { status: 200, body, ...(uploadURL !== undefined && { uploadURL }) };
      uppy.emit('upload-success', uppy.getFile(id), response);
    },
    fail(cause) {
      endWait();
      const isKept = cause instanceof FileRejectedError || cause instanceof FileHeldError;
      const body = isKept ? cause.file : undefined;
      // A rejected or held file stays on the server; any other may still be continued, or discarded.
      if (body) uppy.setFileState(id, { airlock: undefined });
      change({ uploadComplete: false });
      uppy.emit('preprocess-complete', uppy.getFile(id));
      // Not the error itself: Uppy would append its `details`, which are an object, to the sentence.
      const error = new Error(cause instanceof Error ? cause.message : String(cause), { cause });
      uppy.emit('upload-error', uppy.getFile(id), error, body && { status: 200, body });
    },
  };
}
