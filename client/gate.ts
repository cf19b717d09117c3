// Pause and resume: a gate that work passes before each step, and a signal that stops the step under way.
import { abortError } from './errors.ts';

/** Open or closed. Closing aborts `closing`; opening hands out a fresh one. */
export interface Gate {
  /** Aborted when the gate closes; valid until it opens again. */
  readonly closing: AbortSignal;
  close(): void;
  open(): void;
  /** Resolves when the gate is open; rejects with `AbortError` when `signal` is aborted before. */
  passed(signal: AbortSignal): Promise<void>;
}

/** Creates an open gate. */
export function createGate(): Gate {
  let controller = new AbortController();
  const opened = new EventTarget();
  return {
    get closing() {
      return controller.signal;
    },
    close: () => controller.abort(),
    open() {
      if (!controller.signal.aborted) return;
      controller = new AbortController();
      opened.dispatchEvent(new Event('open'));
    },
    async passed(signal) {
      while (controller.signal.aborted && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const done = new AbortController();
          const settle = () => resolve(done.abort());
          opened.addEventListener('open', settle, { signal: done.signal });
          signal.addEventListener('abort', settle, { signal: done.signal });
        });
      }
      if (signal.aborted) throw abortError();
    },
  };
}
