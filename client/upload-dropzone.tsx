// An area to drop files on, with a button for the keyboard, a progress bar and a live sentence. It has no style of its own.
import { type ComponentProps, type DragEvent, type ReactNode, useState } from 'react';
import { leaveOutSystemFiles } from './system-files.ts';
import { UploadButton, type UploadControlProps } from './upload-button.tsx';
import { englishLabels } from './upload-labels.ts';

/** The attributes of a `section` besides those of the control; `children` stand behind the button in place of the label. */
export interface UploadDropzoneProps
  extends UploadControlProps,
    Omit<ComponentProps<'section'>, 'onDragEnter' | 'onDragLeave' | 'onDragOver' | 'onDrop'> {}

/**
 * An area that uploads what is dropped on it. While files are dragged over it, it has the attribute `data-dragging`; while
 * uploads are under way, `data-uploading`.
 */
export function UploadDropzone({
  uploads,
  accept,
  multiple = false,
  labels = {},
  children,
  ...attributes
}: UploadDropzoneProps): ReactNode {
  const { dropzone, drop } = { ...englishLabels, ...labels };
  // Leaving a child of the area does not leave the area: the entered elements are counted.
  const [entered, setEntered] = useState(0);
  const { uploading, checking, sentBytes, totalBytes } = uploads.summary;
  const isUploading = uploading + checking > 0;

  async function upload(data: DataTransfer): Promise<void> {
    const dropped = uploads.keeper?.dropped(data) ?? filesIn(data);
    const { files } = leaveOutSystemFiles(await dropped);
    await uploads.upload(multiple ? files : files.slice(0, 1));
  }

  function whenFiles(event: DragEvent, act: () => void): void {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    act();
  }

  return (
    <section
      aria-label={dropzone}
      {...attributes}
      data-dragging={entered > 0 ? '' : undefined}
      data-uploading={isUploading ? '' : undefined}
      onDragEnter={(event) => whenFiles(event, () => setEntered((count) => count + 1))}
      onDragLeave={(event) => whenFiles(event, () => setEntered((count) => Math.max(0, count - 1)))}
      onDragOver={(event) => whenFiles(event, () => {})}
      onDrop={(event) =>
        whenFiles(event, () => {
          setEntered(0);
          void upload(event.dataTransfer);
        })
      }
    >
      <UploadButton {...{ uploads, multiple, labels }} {...(accept !== undefined && { accept })} />
      {children ?? <span>{drop}</span>}
      {isUploading && (
        <progress aria-label={dropzone} value={sentBytes} max={Math.max(1, totalBytes)} />
      )}
    </section>
  );
}

/** The files of a drop, without folders, which browsers list as files that cannot be read. */
const filesIn = ({ items }: DataTransfer): readonly File[] =>
  Array.from(items).flatMap((item) => {
    const isFolder = item.webkitGetAsEntry()?.isDirectory === true;
    return (isFolder ? undefined : item.getAsFile()) ?? [];
  });
