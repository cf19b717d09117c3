// Shows the upload progress, which is then visible while the page is in the background, and the open file in the window title.

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

/** The title for an activity and an open file: `45% · photo.jpg · Airlock`, `Validating · Airlock`, `2 not uploaded · Airlock`, `Airlock`. */
export const titleInWords = (activity: Activity, openFile?: string): string =>
  [activityInWords(activity), openFile, NAME].filter((part) => part).join(' · ');

function activityInWords({ uploading, validating, failed, percent }: Activity): string | undefined {
  if (uploading > 0) return texts().title.percent(Math.min(99, Math.floor(percent)));
  if (validating > 0) return texts().title.validating;
  return failed > 0 ? texts().title.failed(failed) : undefined;
}

let present: Activity = { uploading: 0, validating: 0, failed: 0, percent: 0 };
let shown: string | undefined;

function showTitle(): void {
  const title = titleInWords(present, shown);
  if (document.title !== title) document.title = title;
}

/** Names the open file in the title of the window; undefined for none. */
export function showFileInTitle(name: string | undefined): void {
  shown = name;
  showTitle();
}

/** Updates the title of the document whenever the state of `uppy` changes. */
export function followTitle<M extends Meta, B extends Body>(uppy: Uppy<M, B>): void {
  uppy.on('state-update', () => {
    const files = uppy.getFiles();
    const count = (matches: (file: (typeof files)[number]) => unknown) =>
      files.filter(matches).length;
    present = {
      uploading: count(
        // A ghost has lost its bytes in a reload, and is not uploaded before it is chosen again.
        ({ progress, error, isGhost }) =>
          (progress.uploadStarted || progress.preprocess) &&
          !progress.uploadComplete &&
          !error &&
          !isGhost,
      ),
      validating: count(({ progress }) => progress.postprocess),
      failed: count(({ error }) => error),
      percent: uppy.getState().totalProgress,
    };
    showTitle();
  });
}
