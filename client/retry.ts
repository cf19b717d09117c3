// Retries: exponential backoff with full jitter, never sooner than the server allows, and patience while offline.
import { abortError, UnavailableError } from './errors.ts';
import type { WaitingCause } from './progress.ts';

const baseMs = 200;
const capMs = 10_000;
const longestRetryAfterMs = 120_000;
/** How many answers of 5xx or 429 end the retries. */
const maxAnswers = 12;

/** How long to retry, and what to do between attempts. */
export interface RetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without any answer, time spent knowingly offline not counted; read after each failure. Default: 5 minutes. */
  readonly patienceMs?: number | (() => number);
  /** Called with the cause when an attempt failed and another one follows, and with `undefined` when one succeeded after that. */
  readonly onWait?: ((cause: WaitingCause | undefined) => void) | undefined;
  /** Whether a failure may be followed by another attempt. Default: every one may. */
  readonly mayRepeat?: ((failure: UnavailableError) => boolean) | undefined;
  /** Runs after each failure, before the next attempt; what it throws ends the retrying. Its time is not counted. */
  readonly beforeRetry?: (failure: UnavailableError) => Promise<void>;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * Milliseconds to wait before attempt `attempt` (0 is the first retry): full jitter over an exponential
 * ceiling, as in "Exponential Backoff And Jitter" (AWS Architecture Blog), and never less than `retryAfterMs`.
 */
export function backoffMs(attempt: number, random: () => number, retryAfterMs = 0): number {
  const jitter = random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.min(retryAfterMs, longestRetryAfterMs) + jitter;
}

/** Repeats `attempt` while it throws `UnavailableError`. Throws any other error, and the last failure. */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { signal, patienceMs = 300_000, random = Math.random, sleep = pause } = options;
  let firstFailure: number | undefined;
  let answers = 0;
  for (let count = 0; ; count += 1) {
    if (signal?.aborted) throw abortError();
    try {
      const result = await attempt();
      if (count > 0) options.onWait?.(undefined);
      return result;
    } catch (error) {
      if (signal?.aborted) throw abortError();
      if (!(error instanceof UnavailableError) || options.mayRepeat?.(error) === false) throw error;
      if (error.status !== undefined) answers += 1;
      firstFailure ??= performance.now();
      const longestMs = typeof patienceMs === 'number' ? patienceMs : patienceMs();
      if (answers >= maxAnswers || performance.now() - firstFailure > longestMs) throw error;
      options.onWait?.(causeOf(error));
      await sleep(backoffMs(count, random, error.retryAfterMs), signal);
      const waitedFrom = performance.now();
      await online(signal);
      await options.beforeRetry?.(error);
      firstFailure += performance.now() - waitedFrom;
    }
  }
}

const causeOf = ({ status }: UnavailableError): WaitingCause => {
  if (globalThis.navigator?.onLine === false) return 'offline';
  return status === undefined ? 'no_answer' : 'throttled';
};

/** Waits `ms`, or less when the network comes back in between; rejects with `AbortError` when aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const listening = { signal: over.signal };
    function finish(): void {
      clearTimeout(timer);
      over.abort();
      if (signal?.aborted) reject(abortError());
      else resolve();
    }
    const timer = setTimeout(finish, ms);
    networkEvents()?.addEventListener('online', finish, listening);
    signal?.addEventListener('abort', finish, listening);
    if (signal?.aborted) finish();
  });
}

/** Resolves at once unless the browser knows that it is offline; then when it is online again. */
async function online(signal?: AbortSignal): Promise<void> {
  // `onLine` is wrong often enough that it may only ever delay an attempt, never forbid it.
  while (globalThis.navigator?.onLine === false && networkEvents()) await pause(30_000, signal);
}

const networkEvents = (): EventTarget | undefined =>
  typeof globalThis.addEventListener === 'function' ? globalThis : undefined;
