// Receives chosen and dropped files with their handles, if the browser has handles: the page can then read the files again after
// a reload.
import { canChooseFiles } from '../client/choose-files.ts';
import type { FileKeeper } from '../client/kept-files.ts';
import { find, isCovered } from './dom.ts';

/** What receiving needs. */
export interface HandlesContext {
  readonly keeper: FileKeeper;
  /** Called in the handler of a drop, which the Dashboard then does not receive. */
  onDrop(): void;
  onFiles(files: readonly File[]): void;
}

/** Opens the browser's own dialog from the Dashboard's button, and takes over drops without folders. */
export function receiveHandles({ keeper, onDrop, onFiles }: HandlesContext): void {
  const dashboard = find(document, '#dashboard', HTMLElement);

  dashboard.addEventListener(
    'click',
    (event) => {
      const isButton =
        event.target instanceof Element && event.target.closest('.uppy-Dashboard-browse');
      // On a touch screen the input offers the camera, which the dialog does not.
      if (!isButton || !canChooseFiles() || window.matchMedia('(pointer: coarse)').matches) return;
      event.stopPropagation();
      keeper.choose({ multiple: true }).then(onFiles, () => {
        // A policy may forbid the dialog, for example in a frame.
        find(dashboard, '.uppy-Dashboard-input', HTMLInputElement).click();
      });
    },
    // Before the Dashboard's own handler.
    { capture: true },
  );

  window.addEventListener(
    'drop',
    (event) => {
      const { dataTransfer } = event;
      if (!dataTransfer?.types.includes('Files') || hasFolder(dataTransfer) || isCovered()) return;
      event.preventDefault();
      event.stopPropagation();
      onDrop();
      keeper.dropped(dataTransfer).then(onFiles, () => {});
    },
    { capture: true },
  );
}

const hasFolder = ({ items }: DataTransfer): boolean =>
  Array.from(items).some((item) => item.webkitGetAsEntry()?.isDirectory);
