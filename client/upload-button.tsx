// A button that lets people choose files, with a live sentence about their uploads. It has no style of its own.
import { type ComponentProps, type ReactNode, useRef } from 'react';
import { englishLabels, type UploadLabels } from './upload-labels.ts';
import { UploadStatus } from './upload-status.tsx';
import type { Uploads } from './use-upload.ts';

/** The properties of the button and of the dropzone. */
export interface UploadControlProps {
  /** The result of `useUpload`. */
  readonly uploads: Pick<Uploads, 'upload' | 'summary'> & Partial<Pick<Uploads, 'keeper'>>;
  /**
   * Types that the dialog offers, such as `image/*,.pdf`. Default: all; the server refuses those that the collection does not
   * take.
   */
  readonly accept?: string;
  /** Whether several files can be chosen at once. Default: false. */
  readonly multiple?: boolean;
  readonly labels?: Partial<UploadLabels>;
}

/** The attributes of a `button` besides those of the control; `children` take the place of the label. */
export interface UploadButtonProps
  extends UploadControlProps,
    Omit<ComponentProps<'button'>, 'type' | 'onClick' | 'value'> {
  /** Whether the button comes with its own `UploadStatus`. Default: true. */
  readonly hasStatus?: boolean;
}

/** A button that opens the file dialog and uploads the chosen files. */
export function UploadButton({
  uploads,
  accept,
  multiple = false,
  labels = {},
  hasStatus = true,
  children,
  ...attributes
}: UploadButtonProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const { keeper } = uploads;

  async function choose(): Promise<void> {
    if (!keeper) return input.current?.click();
    await uploads.upload(await keeper.choose({ multiple, accept }));
  }

  return (
    <>
      <button {...attributes} type="button" onClick={() => void choose()}>
        {children ?? labels.choose ?? englishLabels.choose}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={multiple}
        onChange={({ currentTarget }) => {
          void uploads.upload([...(currentTarget.files ?? [])]);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      {hasStatus && <UploadStatus uploads={uploads} labels={labels} />}
    </>
  );
}
