// Inspects uploads one after the other in a separate thread, which is terminated when an upload exceeds its CPU time.
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { InspectUpload, UploadBytes } from '../domain/inspection-ports.ts';
import type { Evidence } from '../domain/verdict.ts';
import type { FromInspector, ToInspector } from './messages.ts';

/** Bytes of a document for which one second of CPU time is added to the base. */
const BYTES_PER_CPU_SECOND = 20 * 1024 * 1024;
/** No upload gets more CPU time than this, so that a function can finish within its timeout. */
export const MAX_CPU_SECONDS = 45;
/** Heap and buffers of the thread. Readers hold pages and summaries, never a whole file. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;
/** Where V8 itself ends the thread, or the whole process; far enough above for the thread to be ended before. */
const MAX_HEAP_MEGABYTES = 640;
const MEMORY_CHECK_MS = 50;

/** How uploads are inspected. */
export interface InspectorOptions {
  /** The module of the thread. */
  readonly worker: URL;
  /** CPU seconds for an upload, besides one for every 20 MiB of it. */
  readonly cpuSeconds: number;
  /** Milliseconds until the function ends. @default no limit */
  readonly remainingMs?: () => number;
  /**
   * Whether an upload that may need more than the remaining time is begun nevertheless, and stopped at the end of that time.
   * @default it is not begun
   */
  readonly stopsInTime?: boolean;
}

/** An upload is not inspected in this invocation, because the function would end before it. */
export class NoTimeLeftError extends Error {
  override readonly name = 'NoTimeLeftError';
}

/** CPU seconds that an upload of this size gets. */
export const cpuSecondsFor = (size: number, cpuSeconds: number): number =>
  Math.min(MAX_CPU_SECONDS, cpuSeconds + size / BYTES_PER_CPU_SECOND);

/**
 * Starts an inspector. The thread starts with the first upload and serves the following ones. An upload that exceeds
 * its CPU time or its memory ends the thread and is evidence of exactly that; the next upload gets a new thread.
 * @throws NoTimeLeftError, or the error of a failed read
 */
export function startInspector(options: InspectorOptions): InspectUpload {
  let idle: Worker | undefined;
  let previous: Promise<unknown> = Promise.resolve();

  return (upload) => {
    const result = previous.then(() => inspectNext(upload));
    previous = result.catch(() => {});
    return result;
  };

  async function inspectNext(upload: UploadBytes): Promise<Evidence> {
    const limitSeconds = cpuSecondsFor(upload.size, options.cpuSeconds);
    const remainingMs = options.remainingMs?.();
    if (
      remainingMs !== undefined &&
      remainingMs < (options.stopsInTime ? 0 : limitSeconds * 1000)
    ) {
      throw new NoTimeLeftError(
        `An upload of ${upload.size} bytes may take ${limitSeconds} s of CPU time, and the function has less left.`,
      );
    }
    const thread = idle ?? startThread(options.worker);
    idle = undefined;
    thread.ref();
    const stopMs = options.stopsInTime ? remainingMs : undefined;
    const outcome = await inspectWith(thread, upload, limitSeconds, stopMs);
    if (outcome.isThreadUsable) {
      thread.unref();
      idle = thread;
    } else {
      await thread.terminate();
    }
    if ('error' in outcome) throw outcome.error;
    return outcome.evidence;
  }
}

const startThread = (worker: URL): Worker =>
  new Worker(worker, {
    name: 'inspect-upload',
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MEGABYTES },
    // An error after the outcome is known, while the thread is being terminated, concerns no upload.
  }).on('error', () => {});

type Outcome = { readonly isThreadUsable: boolean } & (
  | { readonly evidence: Evidence }
  | { readonly error: unknown }
);

function inspectWith(
  thread: Worker,
  { head, size, readMore }: UploadBytes,
  limitSeconds: number,
  stopMs: number | undefined,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const send = (message: ToInspector): void => thread.postMessage(message);
  const activeMs = (): number => thread.performance.eventLoopUtilization().active;
  const startMs = activeMs();
  let bytesRead = head.byteLength;
  let timer: NodeJS.Timeout;
  let isFinished = false;
  const stopTimer =
    stopMs === undefined
      ? undefined
      : setTimeout(() => {
          const error = new NoTimeLeftError(`The inspection was stopped after ${stopMs} ms.`);
          finish({ isThreadUsable: false, error });
        }, stopMs);

  const unread: Evidence = { size, text: { kind: 'binary' }, isPartlyRead: true };
  const exceeded = (): Evidence => ({ ...unread, bytesRead, exceededCpuSeconds: limitSeconds });
  const finish = (outcome: Outcome): void => {
    if (isFinished) return;
    isFinished = true;
    clearTimeout(timer);
    clearTimeout(stopTimer);
    thread.off('message', onMessage).off('error', onError).off('exit', onExit);
    resolve(outcome);
  };

  async function read(id: number, start: number, length: number): Promise<void> {
    try {
      const bytes = await readMore(start, length);
      bytesRead += bytes.byteLength;
      send({ kind: 'bytes', id, bytes });
    } catch (error) {
      send({ kind: 'read_failed', id });
      finish({ isThreadUsable: false, error });
    }
  }
  function onMessage(message: FromInspector): void {
    if (message.kind === 'read') void read(message.id, message.start, message.length);
    else finish({ isThreadUsable: true, evidence: message.evidence });
  }
  function onError(error: Error & { readonly code?: string }): void {
    const isTooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    finish({ isThreadUsable: false, evidence: isTooLarge ? exceeded() : { ...unread, bytesRead } });
  }
  function onExit(): void {
    finish({ isThreadUsable: false, evidence: { ...unread, bytesRead } });
  }
  // Time that the thread waits for bytes does not count.
  function watchTime(): void {
    const leftMs = limitSeconds * 1000 - (activeMs() - startMs);
    if (leftMs <= 0) finish({ isThreadUsable: false, evidence: exceeded() });
    else timer = setTimeout(watchTime, Math.max(leftMs, 10));
  }
  // The thread answers this even in a loop, but not within one long native call, whose time is limited separately.
  async function watchMemory(): Promise<void> {
    while (!isFinished && (await memoryOf(thread)) <= MAX_MEMORY_BYTES) {
      await setTimeoutPromise(MEMORY_CHECK_MS);
    }
    finish({ isThreadUsable: false, evidence: exceeded() });
  }

  thread.on('message', onMessage).on('error', onError).on('exit', onExit);
  watchTime();
  void watchMemory();
  send({ kind: 'inspect', head, size });
  return promise;
}

/** Heap and buffers of a thread in bytes; none of a thread that has ended. */
async function memoryOf(thread: Worker): Promise<number> {
  try {
    const { used_heap_size, external_memory } = await thread.getHeapStatistics();
    return used_heap_size + external_memory;
  } catch {
    return 0;
  }
}
