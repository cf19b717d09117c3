// Lets people choose files, with the handles by which a page reads them again after a reload.

/** A chosen or dropped file; `handle` is absent where the browser has no File System Access API. */
export interface ChosenFile {
  readonly file: File;
  readonly handle?: FileSystemFileHandle;
}

/** The dialog of the File System Access API (WICG File System Access, §3.3), which TypeScript's library does not have. */
type ShowOpenFilePicker = (options: {
  multiple: boolean;
  types?: { accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle[]>;

/** How the dialog is opened. */
export interface DialogOptions {
  readonly multiple: boolean;
  /** Types and extensions as in the attribute `accept` of an input: `image/*,.pdf`. Default: all. */
  readonly accept?: string | undefined;
}

const openFilePicker = (): ShowOpenFilePicker | undefined =>
  (globalThis as { showOpenFilePicker?: ShowOpenFilePicker }).showOpenFilePicker;

/** Whether this browser has the dialog. */
export const canChooseFiles = (): boolean => openFilePicker() !== undefined;

/** Opens the browser's dialog. Resolves to an empty list when the person closes it, and where there is no such dialog. */
export async function chooseFiles({
  multiple,
  accept,
}: DialogOptions): Promise<readonly ChosenFile[]> {
  const types = accept ? [{ accept: typesIn(accept) }] : undefined;
  const dialog = openFilePicker()?.({ multiple, ...(types && { types }) });
  const handles = await dialog?.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return [];
    throw error;
  });
  return Promise.all(
    (handles ?? []).map(async (handle) => ({ file: await handle.getFile(), handle })),
  );
}

/** The types of the dialog with their extensions; extensions without a type are listed under one that is never claimed. */
function typesIn(accept: string): Record<string, string[]> {
  const words = accept.split(',').map((word) => word.trim());
  const extensions = words.filter((word) => word.startsWith('.'));
  return {
    ...Object.fromEntries(words.filter((word) => word.includes('/')).map((type) => [type, []])),
    ...(extensions.length > 0 && { 'application/x-any': extensions }),
  };
}

interface DroppedItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

/**
 * The files of a drop; call it in the handler of the event, which empties the list when it returns. Folders are left out,
 * although browsers list them as files that cannot be read.
 */
export function droppedFiles({ items }: DataTransfer): Promise<readonly ChosenFile[]> {
  const dropped = Array.from(items).flatMap((item: DroppedItem) => {
    const file = item.webkitGetAsEntry()?.isDirectory ? null : item.getAsFile();
    return file ? [{ file, handle: item.getAsFileSystemHandle?.() }] : [];
  });
  return Promise.all(
    dropped.map(async ({ file, handle }) => {
      const opened = await handle?.catch(() => undefined);
      return { file, ...(isFileHandle(opened) && { handle: opened }) };
    }),
  );
}

const isFileHandle = (
  handle: FileSystemHandle | null | undefined,
): handle is FileSystemFileHandle => handle?.kind === 'file';
