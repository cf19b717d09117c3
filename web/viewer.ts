// The viewer: shows one file after the other over the page, each at its own address.
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { addressOf } from './addresses.ts';
import { moveInHistory, showInHistory } from './dialog-history.ts';
import { copyTemplate, find } from './dom.ts';
import type { Neighbours } from './file-rows.ts';
import { pictureAddress } from './picture-address.ts';
import type { SignedUrls } from './signed-urls.ts';
import {
  contentElement,
  isSeldomShown,
  noPreview,
  showsSeldom,
  type View,
  viewOf,
} from './viewer-content.ts';
import { errorInWords } from './words.ts';

/** What the viewer needs. */
export interface ViewerContext {
  readonly urls: SignedUrls;
  /** The files before and after this one in the list. */
  neighbours(file: FileRecord): Neighbours;
  onDownload(file: FileRecord): void;
  onDetails(file: FileRecord): void;
  /** Called with the file that was shown last; the focus belongs to its row. */
  onClosed(file: FileRecord): void;
}

let current: HTMLDialogElement | undefined;

/** Closes the viewer if it is open. */
export const closeViewer = (): void => current?.close();

/** Opens the viewer. */
export function openViewer(first: FileRecord, context: ViewerContext): void {
  const dialog = copyTemplate('viewer', HTMLDialogElement);
  const heading = find(dialog, 'h2', HTMLElement);
  const stage = find(dialog, '.stage', HTMLElement);
  const [previous, next] = ['previous', 'next'].map((hook) =>
    find(dialog, `[data-testid="${hook}"]`, HTMLButtonElement),
  ) as [HTMLButtonElement, HTMLButtonElement];
  const download = find(dialog, '[data-testid="viewer-download"]', HTMLButtonElement);
  let shown = first;

  async function show(file: FileRecord) {
    shown = file;
    const { before, after } = context.neighbours(file);
    heading.textContent = file.title ?? file.filename;
    previous.disabled = !before;
    next.disabled = !after;
    download.hidden = !file.permissions.download;
    stage.ariaBusy = 'true';
    stage.replaceChildren();
    const content = await createContent(file);
    if (shown !== file) return;
    stage.replaceChildren(content);
    stage.ariaBusy = 'false';
    // The next picture is loaded before it is needed.
    if (after && viewOf(after) === 'picture' && !isSeldomShown(after)) {
      addressFor(after, 'picture').then(
        (url) => {
          new Image().src = url;
        },
        () => {},
      );
    }
  }

  /** Pictures have variants for screens, but only the file itself is animated. */
  const addressFor = (file: FileRecord, view: View): Promise<string> =>
    view === 'picture' && (file.image?.frames ?? 1) === 1
      ? pictureAddress(file, window.innerWidth * window.devicePixelRatio, context.urls)
      : context.urls.get(file.id);

  async function createContent(file: FileRecord): Promise<HTMLElement> {
    const view = viewOf(file);
    if (!view || (isSeldomShown(file) && !(await showsSeldom()))) return noPreview(file);
    try {
      const url = await addressFor(file, view);
      return contentElement(file, view, url, () => {
        if (shown === file) stage.replaceChildren(noPreview(file, { hasFailed: true }));
      });
    } catch (error) {
      const problem = document.createElement('p');
      problem.role = 'alert';
      problem.textContent = errorInWords(error, new Date());
      return problem;
    }
  }

  function move(direction: 'before' | 'after') {
    const file = context.neighbours(shown)[direction];
    if (!file) return;
    moveInHistory(addressOf(file.id));
    void show(file);
  }

  previous.addEventListener('click', () => move('before'));
  next.addEventListener('click', () => move('after'));
  dialog.addEventListener('keydown', (event) => {
    // A player seeks with the arrow keys.
    if (event.target instanceof HTMLMediaElement || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (event.key === 'ArrowLeft') move('before');
    if (event.key === 'ArrowRight') move('after');
  });
  dialog.addEventListener('click', ({ target }) => {
    if (target === stage) dialog.close();
  });
  find(dialog, '.close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  find(dialog, '[data-testid="viewer-details"]', HTMLButtonElement).addEventListener('click', () =>
    context.onDetails(shown),
  );
  download.addEventListener('click', () => context.onDownload(shown));
  dialog.addEventListener('close', () => {
    // A player plays until it has left the document.
    dialog.remove();
    current = undefined;
    context.onClosed(shown);
  });
  current = dialog;
  document.body.append(dialog);
  showInHistory(dialog, addressOf(first.id));
  void show(first);
}
