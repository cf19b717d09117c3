// Asks for confirmation before a file is deleted; "Keep it" has the focus.

import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { attempt } from './attempt.ts';
import { showInHistory } from './dialog-history.ts';
import { copyTemplate, find } from './dom.ts';
import { texts } from './texts.ts';

/** What the confirmation needs. */
export interface DeleteConfirmation {
  readonly file: FileRecord;
  /** Deletes the file. */
  remove(): Promise<void>;
  onDeleted(): void;
  onSessionEnded(error: unknown): void;
}

/** Asks for confirmation and deletes the file when the user confirms. */
export function confirmDelete(context: DeleteConfirmation): void {
  const { title, filename } = context.file;
  const dialog = copyTemplate('delete-confirmation', HTMLDialogElement);
  const { quoted } = texts();
  const name = title === undefined ? quoted(filename) : `${quoted(title)} (${filename})`;
  find(dialog, 'h2', HTMLElement).textContent = texts().deletion.question(name);

  find(dialog, '[data-testid="keep"]', HTMLButtonElement).addEventListener('click', () => {
    dialog.close();
  });
  const yes = find(dialog, '.dangerous', HTMLButtonElement);
  yes.addEventListener('click', () => {
    const onSessionEnded = (error: unknown) => {
      dialog.close();
      context.onSessionEnded(error);
    };
    void attempt(yes, { part: dialog, onSessionEnded }, async () => {
      await context.remove();
      dialog.close();
      context.onDeleted();
      return undefined;
    });
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  showInHistory(dialog);
}
