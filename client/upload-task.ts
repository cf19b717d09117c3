// The handle on an upload: a promise of the judged file that can be paused, resumed and aborted.
import type { File } from './contract.ts';
import {
  AirlockRefusal,
  abortError,
  FileHeldError,
  FileRejectedError,
  StorageError,
  UploadFailedError,
} from './errors.ts';
import { createGate, type Gate } from './gate.ts';

/** An upload under way. It settles with the judged file, or with one of the errors in errors.ts. */
export interface UploadTask extends Promise<File> {
  /**
   * Stops sending. Of a file in parts, a part whose rest takes about two seconds is finished, because S3 keeps whole parts only;
   * what was sent of others will be sent again.
   */
  pause(): void;
  /** Continues after `pause`. */
  resume(): void;
  /** Cancels what is in flight and deletes the file; the promise rejects with a standard `AbortError`. */
  abort(): void;
  /** Known once the upload has been issued. */
  readonly fileId: string | undefined;
}

/** The connection between the work of an upload and its handle. */
export interface UploadControl {
  readonly signal: AbortSignal;
  readonly gate: Gate;
  fileId: string | undefined;
}

/** What a handle needs. */
export interface TaskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called when the upload is paused and resumed. */
  onPause(isPaused: boolean): void;
  /** Deletes the file behind an abort or a final failure, before the promise rejects. */
  discard(fileId: string): Promise<void>;
}

/** Starts `work` and hands out its handle. */
export function startUpload(
  work: (control: UploadControl) => Promise<File>,
  options: TaskOptions,
): UploadTask {
  const controller = new AbortController();
  const gate = createGate();
  const control: UploadControl = { signal: controller.signal, gate, fileId: undefined };
  const abort = () => controller.abort();
  if (options.signal?.aborted) abort();
  options.signal?.addEventListener('abort', abort);

  async function run(): Promise<File> {
    try {
      if (control.signal.aborted) throw abortError();
      return await work(control);
    } catch (error) {
      const { aborted } = control.signal;
      if (control.fileId && (aborted || error instanceof StorageError)) {
        await options.discard(control.fileId).catch(() => {});
      }
      throw aborted ? abortError() : publicError(error, control.fileId);
    } finally {
      options.signal?.removeEventListener('abort', abort);
    }
  }

  const handle = {
    pause() {
      gate.close();
      options.onPause(true);
    },
    resume() {
      gate.open();
      options.onPause(false);
    },
    abort,
  };
  return Object.defineProperty(Object.assign(run(), handle), 'fileId', {
    get: () => control.fileId,
  }) as UploadTask;
}

/** Returns refusals and verdicts as they are; every other error becomes the cause of an `UploadFailedError`. */
function publicError(error: unknown, fileId: string | undefined): Error {
  if (error instanceof AirlockRefusal) return error;
  if (error instanceof FileRejectedError || error instanceof FileHeldError) return error;
  if (error instanceof UploadFailedError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new UploadFailedError(`The upload failed. ${reason}`, { cause: error, fileId });
}
