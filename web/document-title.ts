// The title of the window, which is all that is seen of a page in the background: how far uploading is.
import type Uppy from '@uppy/core';
import type { Body, Meta } from '@uppy/core/utils';

const NAME = 'Airlock';

/** What the files on the Dashboard are doing. */
export interface Activity {
  /** Files whose bytes are being sent. */
  readonly sending: number;
  /** Files that are being validated. */
  readonly checking: number;
  /** Files that failed and can be tried again. */
  readonly failed: number;
  /** Of all bytes, 0 to 100. */
  readonly percent: number;
}

/** The title for what is going on: `45 % · Airlock`, `Checking · Airlock`, `2 not sent · Airlock`, `Airlock`. */
export function titleInWords({ sending, checking, failed, percent }: Activity): string {
  if (sending > 0) return `${Math.min(99, Math.floor(percent))} % · ${NAME}`;
  if (checking > 0) return `Checking · ${NAME}`;
  return failed > 0 ? `${failed} not sent · ${NAME}` : NAME;
}

/** Keeps the title of the document as `uppy` is. */
export function followTitle<M extends Meta, B extends Body>(uppy: Uppy<M, B>): void {
  uppy.on('state-update', () => {
    const files = uppy.getFiles();
    const count = (matches: (file: (typeof files)[number]) => unknown) =>
      files.filter(matches).length;
    const title = titleInWords({
      sending: count(
        ({ progress, error }) => progress.uploadStarted && !progress.uploadComplete && !error,
      ),
      checking: count(({ progress }) => progress.postprocess),
      failed: count(({ error }) => error),
      percent: uppy.getState().totalProgress,
    });
    if (document.title !== title) document.title = title;
  });
}
