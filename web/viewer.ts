// The viewer: shows one file after the other over the page, each at its own address.
import { UnavailableError } from '../client/errors.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { addressOf } from './addresses.ts';
import { moveInHistory, showInHistory } from './dialog-history.ts';
import { showFileInTitle } from './document-title.ts';
import { copyTemplate, find } from './dom.ts';
import type { Neighbours } from './file-rows.ts';
import { keepLink } from './keep-link.ts';
import { pictureAddress } from './picture-address.ts';
import type { SignedUrls } from './signed-urls.ts';
import type { Say } from './slow-words.ts';
import { onSwipe } from './swipe.ts';
import {
  contentElement,
  isPdf,
  isSeldomShown,
  noPreview,
  problem,
  showsSeldom,
  type View,
  viewOf,
  waiting,
  whenShown,
} from './viewer-content.ts';

/** What the viewer needs. */
export interface ViewerContext {
  readonly urls: SignedUrls;
  /** The files before and after this one in the list; undefined when the list does not have it. */
  neighbours(file: FileRecord): Neighbours | undefined;
  /** Loads more of the list when this file is the last one that was loaded. */
  loadAfter(file: FileRecord): Promise<void>;
  /** `say` shows why a download has not begun yet. */
  onDownload(file: FileRecord, say: Say): void;
  onDetails(file: FileRecord): void;
  /** Called with the file that was shown last; the focus belongs to its row. */
  onClosed(file: FileRecord): void;
}

let current: { close(): void; update(file: FileRecord): void } | undefined;

/** Closes the viewer if it is open. */
export const closeViewer = (): void => current?.close();

/** Takes a newer state of the file that is shown; of another one, nothing. */
export const updateViewer = (file: FileRecord): void => current?.update(file);

/** Opens the viewer. `isListed`: its entry is in the history already. */
export function openViewer(
  first: FileRecord,
  context: ViewerContext,
  { isListed = false } = {},
): void {
  const dialog = copyTemplate('viewer', HTMLDialogElement);
  const heading = find(dialog, 'h2', HTMLElement);
  const note = find(dialog, '[data-testid="viewer-note"]', HTMLElement);
  const stage = find(dialog, '.stage', HTMLElement);
  const previous = find(dialog, '[data-testid="previous"]', HTMLButtonElement);
  const next = find(dialog, '[data-testid="next"]', HTMLButtonElement);
  const download = find(dialog, '[data-testid="viewer-download"]', HTMLButtonElement);
  let shown = first;
  /** The neighbours of the shown file, also once it was deleted elsewhere. */
  let beside: Neighbours = {};

  /** A message of the page would be behind the viewer. */
  function say(sentence: string) {
    note.textContent = sentence;
    return () => {
      note.textContent = '';
    };
  }

  function name(file: FileRecord) {
    shown = file;
    heading.textContent = file.title ?? file.filename;
    showFileInTitle(heading.textContent);
  }

  async function show(file: FileRecord) {
    name(file);
    beside = context.neighbours(file) ?? {};
    const { before, after } = beside;
    allow(previous, before);
    if (after) allow(next, after);
    else void findNext();
    download.hidden = !file.permissions.download;
    stage.ariaBusy = 'true';
    const opening = waiting();
    stage.replaceChildren(opening);
    const content = await createContent(file);
    // Another file is shown since, or this one again.
    if (!opening.isConnected) return;
    stage.append(content);
    void whenShown(content).then(() => {
      if (opening.isConnected) stage.ariaBusy = 'false';
      opening.remove();
    });
    if (after) void preload(after);
  }

  /** Loads the next picture before it is needed. */
  async function preload(file: FileRecord) {
    if (viewOf(file) !== 'picture' || isSeldomShown(file)) return;
    const url = await addressFor(file, 'picture').catch(() => undefined);
    // Without an address, the problem is shown when a person moves to this file.
    if (url !== undefined) new Image().src = url;
  }

  async function findNext() {
    const file = shown;
    await context.loadAfter(file);
    if (shown.id !== file.id) return;
    beside = context.neighbours(file) ?? beside;
    allow(next, beside.after);
  }

  /** Keys reach the dialog as long as the focus is in it, and not on a button that is disabled. */
  function allow(step: HTMLButtonElement, neighbour: FileRecord | undefined) {
    const hadFocus = document.activeElement === step;
    step.disabled = !neighbour;
    if (hadFocus && step.disabled) heading.focus();
  }

  /** Pictures have variants for screens; of animations only the file itself moves. */
  function addressFor(file: FileRecord, view: View): Promise<string> {
    if (view === 'page') return context.urls.getPresent(file);
    return view === 'picture' && (file.image?.frames ?? 1) === 1
      ? pictureAddress(file, window.innerWidth * window.devicePixelRatio, context.urls)
      : context.urls.get(file);
  }

  async function createContent(file: FileRecord): Promise<HTMLElement> {
    const view = viewOf(file);
    if (!view || (isSeldomShown(file) && !(await showsSeldom()))) return noPreview(file);
    // Browsers of phones often have no viewer for PDF.
    if (isPdf(file) && !navigator.pdfViewerEnabled) return noPreview(file, { hasFailed: true });
    try {
      return await createElement(file, view);
    } catch (error) {
      return notLoaded(file, problem(error));
    }
  }

  async function createElement(file: FileRecord, view: View): Promise<HTMLElement> {
    const element = contentElement(file, view, await addressFor(file, view));
    keepLink(element, {
      renew(ended) {
        context.urls.forget(ended);
        return addressFor(file, view);
      },
      onFailure: () =>
        element.replaceWith(
          navigator.onLine
            ? noPreview(file, { hasFailed: true })
            : notLoaded(file, problem(new UnavailableError('The network is missing.'))),
        ),
      onError: (error) => element.replaceWith(problem(error)),
    });
    return element;
  }

  /** A file that is not shown is loaded when the network is back. */
  function notLoaded(file: FileRecord, reason: HTMLElement): HTMLElement {
    const reload = () => {
      if (dialog.open && shown.id === file.id) void show(file);
    };
    window.addEventListener('online', reload, { once: true });
    return reason;
  }

  async function move(direction: 'before' | 'after') {
    const from = shown.id;
    const neighbour = () => (context.neighbours(shown) ?? beside)[direction];
    // The button is enabled while more of the list is loaded: the step is then taken once that is there.
    const isLoading = direction === 'after' && !next.disabled;
    if (!neighbour() && isLoading) await context.loadAfter(shown);
    const file = neighbour();
    if (!file || shown.id !== from || !dialog.open) return;
    moveInHistory(addressOf(file.id));
    void show(file);
  }

  previous.addEventListener('click', () => void move('before'));
  next.addEventListener('click', () => void move('after'));
  onSwipe(stage, (way) => void move(way === 'left' ? 'after' : 'before'));
  dialog.addEventListener('keydown', (event) => {
    // A player seeks with the arrow keys.
    if (event.target instanceof HTMLMediaElement || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (event.key === 'ArrowLeft') void move('before');
    if (event.key === 'ArrowRight') void move('after');
  });
  dialog.addEventListener('click', ({ target, detail }) => {
    // The second click of a double click on a row comes here.
    if (target === stage && detail < 2) dialog.close();
  });
  find(dialog, '.close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  find(dialog, '[data-testid="viewer-details"]', HTMLButtonElement).addEventListener('click', () =>
    context.onDetails(shown),
  );
  download.addEventListener('click', () => context.onDownload(shown, say));
  dialog.addEventListener('close', () => {
    // A player plays until it has left the document.
    dialog.remove();
    current = undefined;
    showFileInTitle(undefined);
    context.onClosed(shown);
  });
  current = {
    close: () => dialog.close(),
    update(file) {
      if (file.id === shown.id) name(file);
    },
  };
  document.body.append(dialog);
  showInHistory(dialog, addressOf(first.id), { isListed });
  void show(first);
}
