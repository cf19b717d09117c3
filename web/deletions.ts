// Deletes files a few seconds after the click, so that the click can be undone, and at once when the page or the session ends.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { announce, find, isTextField } from './dom.ts';
import { batchesOf, inBatches } from './in-batches.ts';
import { keepDeletions, takeKeptDeletions } from './kept-deletions.ts';
import { texts } from './texts.ts';
import { refusalInWords } from './words.ts';

/** How long a deletion can be undone; the time stops while the pointer or the focus is on the notice. */
const UNDO_MS = 8_000;

/** What deleting needs. */
export interface DeletionsContext {
  readonly airlock: Pick<Airlock, 'removeAll'>;
  /** Who deletes. */
  readonly sub: string;
  /** Sends the deletion of up to 50 files so that it survives the page; resolves when it is sent. */
  removeLast(fileIds: readonly string[]): Promise<void>;
  /** Removes the files from the list. */
  hide(files: readonly FileRecord[]): void;
  /** Puts files back into the list. */
  restore(files: readonly FileRecord[]): void;
  onError(error: unknown): void;
  onRefused(sentence: string): void;
}

/** Deletions that can be undone. */
export interface Deletions {
  /** Deletes files unless the user undoes it. */
  start(files: readonly FileRecord[]): void;
  /**
   * Sends once more what the page had sent as it was reloaded: the list that is loaded next does not show these files, and a
   * request that met no network is not lost.
   */
  resume(): void;
  /** Sends every deletion that has no answer, because the session ends; resolves when they are sent. */
  finish(): Promise<void>;
}

/** Wires the notice in index.html. */
export function startDeletions(context: DeletionsContext): Deletions {
  const notice = find(document, '#notice', HTMLElement);
  const sentence = find(notice, 'p', HTMLElement);
  const undo = find(notice, 'button', HTMLButtonElement);
  let waiting: readonly FileRecord[] = [];
  let timer: number | undefined;
  /** Files whose deletion was sent and has no answer. */
  const unanswered = new Set<FileRecord>();

  function take(): readonly FileRecord[] {
    const files = waiting;
    waiting = [];
    window.clearTimeout(timer);
    if (notice.contains(document.activeElement)) {
      find(document, '#files-heading', HTMLElement).focus();
    }
    notice.hidden = true;
    return files;
  }

  async function send(files: readonly FileRecord[]) {
    for (const file of files) unanswered.add(file);
    const { results, left, error } = await inBatches(files, async (batch) => {
      const answer = await context.airlock.removeAll(batch.map(({ id }) => id));
      for (const file of batch) unanswered.delete(file);
      return answer.results;
    });
    for (const file of left) unanswered.delete(file);
    // A file that is gone already, by another tab for example, is as the person wants it.
    const refused = results
      .filter((each) => each.outcome === 'refused')
      .filter(({ problem }) => problem.code !== 'not_found');
    const kept = new Set([...refused, ...left].map(({ id }) => id));
    context.restore(files.filter(({ id }) => kept.has(id)));
    const [first] = refused;
    if (left.length > 0) context.onError(error);
    else if (first) {
      const reason = refusalInWords(first.problem);
      context.onRefused(texts().deletion.refused(refused.length, reason));
    } else announce(texts().deletion.deleted(files.length));
  }

  /** A repeated deletion has no effect, so that those without an answer are sent once more. */
  async function finish() {
    const files = [...unanswered, ...take()];
    unanswered.clear();
    await Promise.all(
      batchesOf(files).map((batch) => context.removeLast(batch.map(({ id }) => id))),
    ).catch(() => {});
  }

  function restart() {
    window.clearTimeout(timer);
    if (waiting.length > 0) timer = window.setTimeout(() => void send(take()), UNDO_MS);
  }

  for (const event of ['pointerenter', 'focusin']) {
    notice.addEventListener(event, () => window.clearTimeout(timer));
  }
  for (const event of ['pointerleave', 'focusout']) notice.addEventListener(event, restart);
  undo.addEventListener('click', () => {
    const files = take();
    context.restore(files);
    announce(texts().deletion.undone(files.length));
  });

  document.addEventListener('keydown', (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === 'z';
    if (!isUndo || waiting.length === 0 || isTextField(event.target)) return;
    event.preventDefault();
    undo.click();
  });

  // A person who has deleted files and closes the page expects them to be gone.
  window.addEventListener('pagehide', () => {
    keepDeletions(context.sub, [...unanswered, ...waiting]);
    void finish();
  });

  function start(files: readonly FileRecord[]) {
    const isByKeyboard = document.activeElement?.matches(':focus-visible') ?? false;
    if (waiting.length > 0) void send(take());
    waiting = files;
    context.hide(files);
    undo.textContent = texts().deletion.undo;
    sentence.textContent = texts().deletion.willDelete(files.length);
    notice.hidden = false;
    announce(sentence.textContent);
    restart();
    // The button that was pressed is hidden now.
    if (isByKeyboard) undo.focus();
  }

  function resume() {
    const files = takeKeptDeletions(context.sub);
    if (files.length === 0) return;
    context.hide(files);
    void send(files);
  }

  return { start, resume, finish };
}
