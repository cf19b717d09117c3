// The seconds of an upload by its own reports, in Node and in a page.
import type { UploadProgress } from '../../client/airlock.ts';

/** Listens to an upload that begins now. */
export function startStopwatch() {
  const since = performance.now();
  let sendingFrom: number | undefined;
  let sendingUntil: number | undefined;
  let resumedBytes = 0;
  return {
    hear(progress: UploadProgress): void {
      resumedBytes = progress.resumedBytes ?? 0;
      if (progress.phase === 'uploading') sendingFrom ??= performance.now();
      if (progress.phase === 'checking') sendingUntil ??= performance.now();
    },
    read(fileId: string) {
      const now = performance.now();
      return {
        fileId,
        /** From the first part sent to the answer of the completion. */
        seconds: ((sendingUntil ?? now) - (sendingFrom ?? since)) / 1000,
        /** From `upload()` to the verdict. */
        wholeSeconds: (now - since) / 1000,
        resumedBytes,
      };
    },
  };
}

/** The result of an upload. */
export type Sent = ReturnType<ReturnType<typeof startStopwatch>['read']>;
