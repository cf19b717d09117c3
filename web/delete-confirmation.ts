// Asks for confirmation before a file is deleted.

import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { askForConfirmation } from './confirmation.ts';
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
export function confirmDelete({
  file: { title, filename },
  remove,
  onDeleted,
  onSessionEnded,
}: DeleteConfirmation): void {
  const { quoted, deletion } = texts();
  const name = title === undefined ? quoted(filename) : `${quoted(title)} (${filename})`;
  const { hint, keep, confirm } = deletion;
  askForConfirmation({
    question: deletion.question(name),
    ...{ hint, keep, confirm },
    act: remove,
    onDone: onDeleted,
    onSessionEnded,
  });
}
