// Edits title and caption of a file, and shows a conflict when another tab changed them first.

import { AirlockRefusal } from '../client/airlock.ts';
import type { File as FileRecord } from '../lambdas/http/contract.ts';
import { attempt, showOutcome } from './attempt.ts';
import type { DetailsPart } from './details-part.ts';
import { find } from './dom.ts';
import { draftOf, dropDraft, keepDraft } from './drafts.ts';
import { texts } from './texts.ts';

/** Wires the form; calls `onChange` of the context with every newer state of the file. */
export function startEditForm(form: HTMLFormElement, context: DetailsPart): void {
  const { airlock, file, onChange, onSessionEnded } = context;
  const title = find(form, '#edit-title', HTMLInputElement);
  const caption = find(form, '#edit-caption', HTMLTextAreaElement);
  const save = find(form, '[type="submit"]', HTMLButtonElement);
  const conflict = find(form, '.conflict', HTMLElement);
  let seen = file;
  fill(file);
  const draft = draftOf(file.id);
  if (draft) {
    title.value = draft.title;
    caption.value = draft.caption;
    showOutcome(form, { done: texts().edit.draft });
  }

  form.addEventListener('input', () => {
    keepDraft(
      file.id,
      { title: title.value, caption: caption.value },
      { title: seen.title ?? '', caption: seen.caption ?? '' },
    );
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(save, { part: form, onSessionEnded }, saveTexts);
  });
  find(conflict, 'button', HTMLButtonElement).addEventListener('click', () => {
    fillSaved(seen);
    conflict.hidden = true;
    title.focus();
  });

  function fill(newest: FileRecord) {
    title.value = newest.title ?? '';
    caption.value = newest.caption ?? '';
  }

  function fillSaved(newest: FileRecord) {
    fill(newest);
    dropDraft(file.id);
  }

  async function saveTexts(): Promise<string | undefined> {
    // A change of visibility in this dialog increments the revision but keeps the texts.
    const newest = context.newest();
    if (newest.title === seen.title && newest.caption === seen.caption) seen = newest;
    const change = {
      ...(title.value.trim() !== (seen.title ?? '') && { title: title.value.trim() || null }),
      ...(caption.value.trim() !== (seen.caption ?? '') && {
        caption: caption.value.trim() || null,
      }),
    };
    if (Object.keys(change).length === 0) {
      conflict.hidden = true;
      dropDraft(file.id);
      return texts().edit.unchanged;
    }
    try {
      accept(await airlock.edit(file.id, { ...change, revision: seen.revision }));
    } catch (error) {
      if (!(error instanceof AirlockRefusal && error.code === 'conflict')) throw error;
      await showConflict();
      return undefined;
    }
    conflict.hidden = true;
    fillSaved(seen);
    return texts().edit.saved;
  }

  function accept(newest: FileRecord) {
    seen = newest;
    onChange(newest);
  }

  /** Unchanged fields take the newest texts; changed fields stay, so that the user can save them again or discard them. */
  async function showConflict() {
    const before = seen;
    accept(await airlock.get(file.id));
    if (title.value === (before.title ?? '')) title.value = seen.title ?? '';
    if (caption.value === (before.caption ?? '')) caption.value = seen.caption ?? '';
    showOutcome(form, {});
    find(conflict, '.conflict-text', HTMLElement).textContent = conflictInWords(seen);
    conflict.hidden = false;
  }
}

function conflictInWords({ title, caption }: FileRecord): string {
  const words = texts().edit;
  const quoted = (text: string | undefined) =>
    text === undefined ? words.none : texts().quoted(text);
  return [
    words.conflict,
    words.newestTitle(quoted(title)),
    words.newestCaption(quoted(caption)),
    words.conflictChoice,
  ].join('\n');
}
