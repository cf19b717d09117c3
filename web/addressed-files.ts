// Opens files by their addresses: the one that the page was opened with, and those to which the history moves forward.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { fileIdAt, isNoPage } from './addresses.ts';
import { onForward } from './dialog-history.ts';
import { isCovered } from './dom.ts';
import { openViewer, type ViewerContext } from './viewer.ts';

/** What opening needs. */
export interface AddressedFilesContext {
  get(fileId: string): Promise<FileRecord>;
  readonly viewer: ViewerContext;
  onError(error: unknown): void;
  /** Called when the page was opened at an address where there is neither a file nor the list. */
  onNoPage(): void;
}

/** Opens the file at the present address, and from now on each at which the history arrives. */
export function openAddressedFiles({
  get,
  viewer,
  onError,
  onNoPage,
}: AddressedFilesContext): void {
  /** Opens the file at whose entry the history is. */
  async function openAgain(fileId: string) {
    const isThere = () => fileIdAt(location.pathname) === fileId;
    try {
      const file = await get(fileId);
      if (isThere() && !isCovered()) openViewer(file, viewer, { isListed: true });
    } catch (error) {
      onError(error);
      if (isThere()) history.back();
    }
  }

  /** Opens a file above an entry for the list, unless a person has opened something before it was read. */
  async function open(fileId: string) {
    history.replaceState(null, '', '/');
    try {
      const file = await get(fileId);
      if (!isCovered()) openViewer(file, viewer);
    } catch (error) {
      onError(error);
    }
  }

  onForward((address) => {
    const fileId = fileIdAt(address);
    if (fileId !== undefined) void openAgain(fileId);
    return fileId !== undefined;
  });

  const fileId = fileIdAt(location.pathname);
  if (fileId !== undefined) void open(fileId);
  else if (isNoPage(location.pathname)) {
    history.replaceState(null, '', '/');
    onNoPage();
  }
}
