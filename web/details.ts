// Shows one file in a dialog: its facts and the actions that the user may take.

import type { Airlock } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { confirmDelete } from './delete-confirmation.ts';
import type { DetailsPart } from './details-part.ts';
import { showInHistory } from './dialog-history.ts';
import type { Directory } from './directory.ts';
import { copyTemplate, find } from './dom.ts';
import { keepTyped, restoreTyped } from './drafts.ts';
import { startEditForm } from './edit-form.ts';
import { factsOf } from './file-facts.ts';
import { startLinks } from './links.ts';
import { startPublication } from './publication.ts';
import { startSharing } from './sharing.ts';

/** What the dialog needs, and its callbacks. */
export interface DetailsContext {
  readonly airlock: Airlock;
  readonly directory: Directory;
  /** Called with a newer state of the file. */
  onChange(file: FileRecord): void;
  onDeleted(file: FileRecord): void;
  /** Called when another file was chosen to replace it. */
  onReplace(old: FileRecord, by: File): void;
  /** Called when the session has ended; the dialog is closed. */
  onError(error: unknown): void;
}

/** Opens the dialog for `file` unless there is one; when it closes, the focus returns to the element that had it. */
export function openDetails(file: FileRecord, context: DetailsContext): void {
  // A second click, before this code was loaded. A dialog that was closed is in the document until its event.
  if (document.querySelector('dialog.details[open]')) return;
  const { airlock, directory } = context;
  const dialog = copyTemplate('details', HTMLDialogElement);
  const heading = find(dialog, '#details-heading', HTMLElement);
  const caption = find(dialog, '.details-caption', HTMLElement);
  const { status, permissions } = file;
  let newest = file;

  const part: DetailsPart = {
    airlock,
    directory,
    file,
    newest: () => newest,
    onChange(file) {
      newest = file;
      heading.textContent = newest.title ?? newest.filename;
      context.onChange(newest);
    },
    onSessionEnded(error) {
      dialog.close();
      context.onError(error);
    },
  };

  heading.textContent = file.title ?? file.filename;
  caption.textContent = permissions.edit ? '' : (file.caption ?? '');
  showFacts();
  void directory.learn([file.owner]).then((isNew) => isNew && showFacts());
  find(dialog, '.close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  restoreTyped(file.id, dialog);
  dialog.addEventListener('close', () => {
    keepTyped(file.id, dialog);
    dialog.remove();
  });
  // The parts read `isConnected`, so the dialog must be in the document first.
  document.body.append(dialog);
  offerActions();
  showInHistory(dialog);

  function showFacts() {
    const facts = factsOf(file, directory.nameOf).flatMap(fact);
    find(dialog, 'dl', HTMLElement).replaceChildren(...facts);
  }

  function offerActions() {
    // The texts of a rejected file are of no use.
    if (permissions.edit && status !== 'rejected') {
      startEditForm(reveal('.edit', HTMLFormElement), part);
    }
    if (permissions.publish) startPublication(reveal('.publication', HTMLElement), part);
    if (permissions.share && status === 'ready') {
      startSharing(reveal('.sharing', HTMLElement), part);
      startLinks(reveal('.links', HTMLElement), part);
    }
    if (permissions.replace) startReplacing(reveal('.replacing', HTMLElement));
    if (permissions.delete) startDeleting(reveal('.deleting', HTMLElement));
  }

  function reveal<Kind extends HTMLElement>(selector: string, kind: new () => Kind): Kind {
    const found = find(dialog, selector, kind);
    found.hidden = false;
    return found;
  }

  function startReplacing(section: HTMLElement) {
    find(section, 'input', HTMLInputElement).addEventListener('change', ({ currentTarget }) => {
      const [by] = (currentTarget as HTMLInputElement).files ?? [];
      if (!by) return;
      dialog.close();
      context.onReplace(newest, by);
    });
  }

  function startDeleting(section: HTMLElement) {
    find(section, 'button', HTMLButtonElement).addEventListener('click', () =>
      confirmDelete({
        file: newest,
        remove: () => airlock.remove(file.id),
        onDeleted() {
          dialog.close();
          context.onDeleted(newest);
        },
        onSessionEnded: part.onSessionEnded,
      }),
    );
  }
}

function fact([name, text]: readonly [string, string]): HTMLElement[] {
  const term = document.createElement('dt');
  const description = document.createElement('dd');
  term.textContent = name;
  description.textContent = text;
  return [term, description];
}
