// Asks a person for confirmation in a dialog; the button that changes nothing has the focus.
import { attempt } from './attempt.ts';
import { showInHistory } from './dialog-history.ts';
import { copyTemplate, find } from './dom.ts';

/** A question, and what happens when the person confirms. */
export interface Question {
  readonly question: string;
  readonly hint: string;
  /** The label of the button that changes nothing. */
  readonly keep: string;
  /** The label of the button that confirms. */
  readonly confirm: string;
  /** Called when the person confirms; the dialog is closed once it resolves. */
  act(): Promise<void>;
  /** Called after that. */
  onDone?(): void;
  onSessionEnded(error: unknown): void;
}

/** Asks the question. */
export function askForConfirmation({ act, ...context }: Question): void {
  const dialog = copyTemplate('confirmation', HTMLDialogElement);
  const keep = find(dialog, '[data-testid="keep"]', HTMLButtonElement);
  const yes = find(dialog, '.dangerous', HTMLButtonElement);
  find(dialog, 'h2', HTMLElement).textContent = context.question;
  find(dialog, '#confirmation-text', HTMLElement).textContent = context.hint;
  keep.textContent = context.keep;
  yes.textContent = context.confirm;
  keep.addEventListener('click', () => dialog.close());
  yes.addEventListener('click', () => {
    const onSessionEnded = (error: unknown) => {
      dialog.close();
      context.onSessionEnded(error);
    };
    void attempt(yes, { part: dialog, onSessionEnded }, async () => {
      await act();
      dialog.close();
      context.onDone?.();
      return undefined;
    });
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  showInHistory(dialog);
}
