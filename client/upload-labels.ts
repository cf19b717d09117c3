// The texts of the React components; every one can be replaced.
import { describeUploads, type UploadSummary } from './upload-summary.ts';

/** The texts of the components. */
export interface UploadLabels {
  /** On the button. Default: `Choose files`. */
  readonly choose: string;
  /** The name of the area to drop files on, for screen readers. Default: `Files to upload`. */
  readonly dropzone: string;
  /** In that area. Default: `or drop them here`. */
  readonly drop: string;
  /** The sentence that screen readers read aloud when it changes. Default: English, with percent in steps of ten. */
  readonly status: (summary: UploadSummary) => string;
}

/** The texts in English. */
export const englishLabels: UploadLabels = {
  choose: 'Choose files',
  dropzone: 'Files to upload',
  drop: 'or drop them here',
  status: describeUploads,
};
