// What every button of a dialog does: one thing at a time, its outcome told beside it.
import { find } from './dom.ts';
import { asksForSignIn, errorInWords } from './words.ts';

/** Where an action belongs: a part of a dialog with a `.problem` and, if it goes on, a `.done`. */
export interface Place {
  readonly part: HTMLElement;
  /** Hears of a session that has ended: the dialog has no way on then. */
  onSessionEnded(error: unknown): void;
}

const busy = new WeakSet<HTMLElement>();

/**
 * Runs what `button` stands for unless it is running already; it keeps the focus meanwhile. Shows the sentence that `act`
 * resolves to, or why it failed.
 */
export async function attempt(
  button: HTMLElement,
  { part, onSessionEnded }: Place,
  act: () => Promise<string | undefined>,
): Promise<void> {
  if (busy.has(button)) return;
  busy.add(button);
  button.ariaBusy = 'true';
  tell(part, {});
  try {
    const done = await act();
    if (done !== undefined) tell(part, { done });
  } catch (error) {
    if (asksForSignIn(error)) onSessionEnded(error);
    else tell(part, { problem: errorInWords(error, new Date()) });
  } finally {
    busy.delete(button);
    button.ariaBusy = null;
  }
}

/** Says beside an action how it went, in place of what was said before. */
export function tell(
  part: HTMLElement,
  { done = '', problem = '' }: { done?: string; problem?: string },
): void {
  const complaint = find(part, '.problem', HTMLElement);
  complaint.textContent = problem;
  complaint.hidden = problem === '';
  const status = part.querySelector('.done');
  if (status) status.textContent = done;
}
