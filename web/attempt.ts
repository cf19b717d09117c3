// Runs the action of a button, one at a time; in a dialog, its outcome is shown beside it.
import { now } from './clock.ts';
import { find } from './dom.ts';
import { sayWhenSlow } from './slow-words.ts';
import { asksForSignIn, errorInWords } from './words.ts';

/** Where an action belongs: a part of a dialog with a `.problem` and, if it reports success, a `.done`. */
export interface Place {
  readonly part: HTMLElement;
  /** Called when the session has ended; the dialog can do nothing more. */
  onSessionEnded(error: unknown): void;
}

const busy = new WeakSet<HTMLElement>();

/** Runs the action of `button` unless it is running already. A disabled button would lose the focus; this one is marked as busy. */
export async function oneAtATime(button: HTMLElement, act: () => Promise<void>): Promise<void> {
  if (busy.has(button)) return;
  busy.add(button);
  button.ariaBusy = 'true';
  try {
    await act();
  } finally {
    busy.delete(button);
    button.ariaBusy = null;
  }
}

/** Runs the action of `button`, one at a time. Shows the sentence that `act` resolves to, or why it failed. */
export const attempt = (
  button: HTMLElement,
  { part, onSessionEnded }: Place,
  act: () => Promise<string | undefined>,
): Promise<void> =>
  oneAtATime(button, async () => {
    showOutcome(part, {});
    const end = sayWhenSlow((sentence) => sayWaiting(part, sentence));
    try {
      const done = await act().finally(end);
      if (done !== undefined) showOutcome(part, { done });
    } catch (error) {
      if (asksForSignIn(error)) onSessionEnded(error);
      else showOutcome(part, { problem: errorInWords(error, now()) });
    }
  });

/** Shows why an action takes long, unless its part says something already. */
function sayWaiting(part: HTMLElement, sentence: string): () => void {
  const status = part.querySelector('.done');
  if (status?.textContent !== '') return () => {};
  status.textContent = sentence;
  return () => {
    if (status.textContent === sentence) status.textContent = '';
  };
}

/** Shows the outcome of an action beside it and replaces the previous outcome. */
export function showOutcome(
  part: HTMLElement,
  { done = '', problem = '' }: { done?: string; problem?: string },
): void {
  const problemLine = find(part, '.problem', HTMLElement);
  problemLine.textContent = problem;
  problemLine.hidden = problem === '';
  const status = part.querySelector('.done');
  if (status) status.textContent = done;
}
