// One upload from claim to verdict, as a row at the head of the list: progress, pause, cancel, and what went wrong.
import type { Airlock, UploadTask } from '../client/airlock.ts';
import { FileRejected } from '../client/errors.ts';
import type { File as FileRecord } from '../lambdas/contract.ts';
import { copyRow, find } from './dom.ts';
import type { Entry } from './drop-zone.ts';
import { bytesInWords } from './quantities.ts';
import type { Turnstile } from './turnstile.ts';
import { typeTag } from './type-names.ts';
import { type Amount, errorInWords, noTakerInWords, type Phase, progressInWords } from './words.ts';

/** What an upload needs from around it. */
export interface UploadRowContext {
  readonly airlock: Airlock;
  readonly turnstile: Turnstile;
  /** Why sending would be in vain; checked before a byte is read. */
  objection(entry: Entry): string | undefined;
  /** The file has its record, or is known to have one. */
  onIssued(fileId: string): void;
  /** A verdict was reached; `row` is to be replaced by the file's own. */
  onSettled(row: HTMLLIElement, file: FileRecord): void;
  /** It ended without a verdict; the row says why. */
  onFailed(filename: string, sentence: string, error: unknown): void;
  /** Cancelled or dismissed: `row` is to go. */
  onGone(row: HTMLLIElement, filename: string): void;
}

/** Starts sending `entry` and returns the row that shows it. */
export function startUpload(entry: Entry, context: UploadRowContext): HTMLLIElement {
  const { file } = entry;
  const row = copyRow('upload-row');
  const facts = find(row, '.facts', HTMLElement);
  const note = find(row, '.note', HTMLElement);
  const bar = find(row, 'progress', HTMLProgressElement);
  const pause = find(row, '.pause', HTMLButtonElement);
  const again = find(row, '.again', HTMLButtonElement);
  const cancel = find(row, '.cancel', HTMLButtonElement);
  let abort: AbortController | undefined;
  let task: UploadTask | undefined;
  let fileId: string | undefined;

  find(row, '.name', HTMLElement).textContent = file.name;
  find(row, '.tile', HTMLElement).textContent = typeTag(entry.type);
  bar.setAttribute('aria-label', `Progress of ${file.name}`);
  for (const button of [pause, again, cancel]) {
    button.setAttribute('aria-label', `${button.textContent} ${file.name}`);
  }

  function show(phase: Phase, progress: Amount) {
    row.dataset.phase = phase;
    facts.textContent = progressInWords(phase, progress);
    if (phase === 'uploading' || phase === 'paused' || phase === 'hashing') {
      bar.max = Math.max(progress.totalBytes, 1);
      bar.value = progress.sentBytes;
    } else bar.removeAttribute('value');
    bar.setAttribute('aria-valuetext', facts.textContent);
    pause.hidden = phase !== 'uploading' && phase !== 'paused';
    label(pause, phase === 'paused' ? 'Resume' : 'Pause');
  }

  function label(button: HTMLButtonElement, verb: string) {
    if (button.textContent === verb) return;
    button.textContent = verb;
    button.setAttribute('aria-label', `${verb} ${file.name}`);
  }

  function fail(sentence: string, error: unknown, mayTryAgain: boolean) {
    row.dataset.phase = 'failed';
    const hadFocus = row.contains(document.activeElement);
    bar.hidden = true;
    pause.hidden = true;
    again.hidden = !mayTryAgain;
    label(cancel, 'Dismiss');
    facts.textContent = `Not sent, ${bytesInWords(file.size)}`;
    note.textContent = sentence;
    note.hidden = false;
    if (hadFocus) cancel.focus();
    context.onFailed(file.name, sentence, error);
  }

  async function send() {
    const { collection } = entry;
    const objection = context.objection(entry);
    if (objection !== undefined || collection === undefined) {
      return fail(objection ?? noTakerInWords(entry.type), undefined, false);
    }
    const current = new AbortController();
    abort = current;
    bar.hidden = false;
    note.hidden = true;
    again.hidden = true;
    label(cancel, 'Cancel');
    show('waiting', { sentBytes: 0, totalBytes: file.size });
    let leave: (() => void) | undefined;
    try {
      leave = await context.turnstile.enter(current.signal);
      task = context.airlock.upload(file, {
        collection,
        signal: current.signal,
        onProgress(progress) {
          if (current.signal.aborted) return;
          if (progress.fileId !== undefined && progress.fileId !== fileId) {
            fileId = progress.fileId;
            context.onIssued(fileId);
          }
          show(progress.phase, progress);
        },
      });
      context.onSettled(row, await task);
    } catch (error) {
      // Cancelled: the row went at once, without waiting for the clean-up behind it.
      if (current.signal.aborted) return;
      if (error instanceof FileRejected) context.onSettled(row, error.file);
      else fail(errorInWords(error, new Date()), error, true);
    } finally {
      leave?.();
      abort = undefined;
      task = undefined;
    }
  }

  pause.addEventListener('click', () => {
    if (row.dataset.phase === 'paused') task?.resume();
    else task?.pause();
  });
  again.addEventListener('click', send);
  cancel.addEventListener('click', () => {
    abort?.abort();
    context.onGone(row, file.name);
  });
  void send();
  return row;
}
