// Opens a connection to the API shortly before the last byte of a file is sent, where the one of the last call is closed by then.

/** Node closes a connection that was idle for four seconds; browsers keep theirs for minutes. */
const IDLE_MS = 4_000;
/** Milliseconds before the expected end: a few round trips over a slow network. */
const AHEAD_MS = 1_500;
/** Milliseconds after which it is opened again, so that it never idles for too long. */
const AGAIN_MS = 2_000;

/** Watches the progress of an upload. */
export interface ConnectionOpener {
  /** Records that `bytes` of the upload are sent at `nowMs`, a monotonic time in milliseconds. */
  observe(bytes: number, nowMs: number): void;
}

/** Calls `open` when an upload that has lasted for a while is about to end, and again while it does not. */
export function createConnectionOpener(totalBytes: number, open: () => void): ConnectionOpener {
  let from: { readonly bytes: number; readonly atMs: number } | undefined;
  let openedAt = Number.NEGATIVE_INFINITY;
  return {
    observe(bytes, nowMs) {
      from ??= { bytes, atMs: nowMs };
      const tookMs = nowMs - from.atMs;
      if (tookMs < IDLE_MS || nowMs - openedAt < AGAIN_MS) return;
      const bytesPerMs = (bytes - from.bytes) / tookMs;
      if (totalBytes - bytes > bytesPerMs * AHEAD_MS) return;
      openedAt = nowMs;
      open();
    },
  };
}
