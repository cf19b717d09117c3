// Deletes files a few seconds after the click, so that the click can be undone. A page that is closed before deletes nothing.
import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { announce, find, isTextField } from './dom.ts';
import { inBatches } from './in-batches.ts';
import { texts } from './texts.ts';
import { refusalInWords } from './words.ts';

/** How long a deletion can be undone; the time stops while the pointer or the focus is on the notice. */
const UNDO_MS = 8_000;

/** What deleting needs. */
export interface DeletionsContext {
  readonly airlock: Pick<Airlock, 'removeAll'>;
  /** Removes the files from the list. */
  hide(files: readonly FileRecord[]): void;
  /** Puts files back into the list. */
  restore(files: readonly FileRecord[]): void;
  onError(error: unknown): void;
  onRefused(sentence: string): void;
}

/** Wires the notice in index.html; the returned function deletes files unless the user undoes it. */
export function startDeletions(context: DeletionsContext): (files: readonly FileRecord[]) => void {
  const notice = find(document, '#notice', HTMLElement);
  const sentence = find(notice, 'p', HTMLElement);
  const undo = find(notice, 'button', HTMLButtonElement);
  let waiting: readonly FileRecord[] = [];
  let timer: number | undefined;

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

  async function send() {
    const files = take();
    try {
      const results = await inBatches(files, async (batch) => {
        const ids = batch.map(({ id }) => id);
        return (await context.airlock.removeAll(ids)).results;
      });
      const refused = results.filter((each) => each.outcome === 'refused');
      const kept = new Set(refused.map(({ id }) => id));
      context.restore(files.filter(({ id }) => kept.has(id)));
      const [first] = refused;
      if (first) {
        const reason = refusalInWords(first.problem);
        context.onRefused(texts().deletion.refused(refused.length, reason));
      } else announce(texts().deletion.deleted(files.length));
    } catch (error) {
      context.restore(files);
      context.onError(error);
    }
  }

  function restart() {
    window.clearTimeout(timer);
    if (waiting.length > 0) timer = window.setTimeout(send, UNDO_MS);
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

  return (files) => {
    const isByKeyboard = document.activeElement?.matches(':focus-visible') ?? false;
    if (waiting.length > 0) void send();
    waiting = files;
    context.hide(files);
    undo.textContent = texts().deletion.undo;
    sentence.textContent = texts().deletion.willDelete(files.length);
    notice.hidden = false;
    announce(sentence.textContent);
    restart();
    // The button that was pressed is hidden now.
    if (isByKeyboard) undo.focus();
  };
}
