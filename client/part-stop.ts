// Stops a part when the upload is paused, unless the rest of it takes only moments: S3 keeps whole parts only.

/** Milliseconds that a part may still take after a pause. */
export const FINISH_MS = 2_000;

/** Stops one part. */
export interface PartStop {
  /** Aborted when the part has to stop. */
  readonly signal: AbortSignal;
  /** Ends the watching. */
  dispose(): void;
}

/** Watches for `closing`, the pause, on behalf of a part whose rest takes about `leftMs()` milliseconds. */
export function createPartStop(closing: AbortSignal, leftMs: () => number): PartStop {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function onClose(): void {
    if (leftMs() > FINISH_MS) stop.abort();
    // A part that has not ended by then is stuck, even if the upload was resumed since.
    else timer = setTimeout(() => stop.abort(), FINISH_MS);
  }

  if (closing.aborted) stop.abort();
  else closing.addEventListener('abort', onClose);
  return {
    signal: stop.signal,
    dispose() {
      closing.removeEventListener('abort', onClose);
      clearTimeout(timer);
    },
  };
}
