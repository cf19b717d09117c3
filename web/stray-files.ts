// Catches files that are dropped beside the Dashboard or pasted anywhere; the browser would navigate to a dropped file.
import { getDroppedFiles } from '@uppy/core/utils';
import { find, isCovered, isTextField } from './dom.ts';

/**
 * Calls `onFiles` with files that the Dashboard does not receive itself, including those in folders. Takes none while a dialog
 * covers the page.
 */
export function catchStrayFiles(onFiles: (files: readonly File[]) => void): void {
  const dashboard = find(document, '#dashboard', HTMLElement);

  document.addEventListener('paste', ({ target, clipboardData }) => {
    if (target instanceof Node && dashboard.contains(target)) return;
    // Office programs copy a picture of the text beside the text.
    const isText = isTextField(target) && clipboardData?.types.includes('text/plain');
    const files = [...(clipboardData?.files ?? [])];
    if (files.length > 0 && !isText && !isCovered()) onFiles(files);
  });

  // The Dashboard stops the propagation of events over itself.
  window.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const isTaken = !isCovered();
    event.dataTransfer.dropEffect = isTaken ? 'copy' : 'none';
    dashboard.classList.toggle('over', isTaken);
  });
  window.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) dashboard.classList.remove('over');
  });
  window.addEventListener(
    'drop',
    () => dashboard.classList.remove('over'),
    // Captured before the Dashboard stops it.
    { capture: true },
  );
  window.addEventListener('drop', async (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    if (isCovered()) return;
    onFiles(await getDroppedFiles(event.dataTransfer));
  });
}
