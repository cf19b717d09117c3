// A live region: one sentence about the uploads of a component, read aloud by screen readers when it changes.
import type { ComponentProps, ReactNode } from 'react';
import { englishLabels, type UploadLabels } from './upload-labels.ts';
import type { Uploads } from './use-upload.ts';

/** The attributes of an `output` element besides the uploads. */
export interface UploadStatusProps extends Omit<ComponentProps<'output'>, 'children'> {
  readonly uploads: Pick<Uploads, 'summary'>;
  readonly labels?: Pick<Partial<UploadLabels>, 'status'>;
}

/**
 * The sentence. The element exists from the beginning, because screen readers notice only changes in an element that they know.
 */
export function UploadStatus({
  uploads,
  labels = {},
  ...attributes
}: UploadStatusProps): ReactNode {
  const { status = englishLabels.status } = labels;
  return (
    <output aria-live="polite" {...attributes}>
      {status(uploads.summary)}
    </output>
  );
}
