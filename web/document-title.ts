// Shows the upload progress in the window title, which is visible while the page is in the background.

import type Uppy from '@uppy/core';
import type { Body, Meta } from '@uppy/core/utils';
import { texts } from './texts.ts';

const NAME = 'Airlock';

/** What the files on the Dashboard are doing. */
export interface Activity {
  /** Files whose bytes are being uploaded. */
  readonly uploading: number;
  /** Files that are being validated. */
  readonly validating: number;
  /** Files that failed and can be tried again. */
  readonly failed: number;
  /** Of all bytes, 0 to 100. */
  readonly percent: number;
}

/** The title for an activity: `45 % · Airlock`, `Validating · Airlock`, `2 not uploaded · Airlock`, `Airlock`. */
export function titleInWords({ uploading, validating, failed, percent }: Activity): string {
  if (uploading > 0) return `${texts().title.percent(Math.min(99, Math.floor(percent)))} · ${NAME}`;
  if (validating > 0) return `${texts().title.validating} · ${NAME}`;
  return failed > 0 ? `${texts().title.failed(failed)} · ${NAME}` : NAME;
}

/** Updates the title of the document whenever the state of `uppy` changes. */
export function followTitle<M extends Meta, B extends Body>(uppy: Uppy<M, B>): void {
  uppy.on('state-update', () => {
    const files = uppy.getFiles();
    const count = (matches: (file: (typeof files)[number]) => unknown) =>
      files.filter(matches).length;
    const title = titleInWords({
      uploading: count(
        // A ghost has lost its bytes in a reload, and is not uploaded before it is chosen again.
        ({ progress, error, isGhost }) =>
          progress.uploadStarted && !progress.uploadComplete && !error && !isGhost,
      ),
      validating: count(({ progress }) => progress.postprocess),
      failed: count(({ error }) => error),
      percent: uppy.getState().totalProgress,
    });
    if (document.title !== title) document.title = title;
  });
}
