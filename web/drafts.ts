// Keeps unsaved texts per file while the page is open, so that closing a dialog loses none.
import { find } from './dom.ts';

/** Title and caption as typed by the user. */
export interface Draft {
  readonly title: string;
  readonly caption: string;
}

const drafts = new Map<string, Draft>();

/** Keeps the typed texts; drops the draft when they equal the saved texts. */
export function keepDraft(fileId: string, typed: Draft, saved: Draft): void {
  if (typed.title === saved.title && typed.caption === saved.caption) drafts.delete(fileId);
  else drafts.set(fileId, typed);
}

/** The unsaved texts of this file. */
export const draftOf = (fileId: string): Draft | undefined => drafts.get(fileId);

/** Drops the draft: it was saved, or the user took the saved texts. */
export const dropDraft = (fileId: string): void => void drafts.delete(fileId);

/** The fields of the dialog that are sent and not saved. */
const sentFields = ['#share-principal', '#link-uses', '#link-sender'];

const typed = new Map<string, readonly string[]>();

/** Keeps what is typed into the fields of the dialog that are sent. */
export function keepTyped(fileId: string, dialog: HTMLElement): void {
  typed.set(
    fileId,
    sentFields.map((field) => find(dialog, field, HTMLInputElement).value),
  );
}

/** Fills those fields with what was typed when the dialog of this file was closed. */
export function restoreTyped(fileId: string, dialog: HTMLElement): void {
  const kept = typed.get(fileId) ?? [];
  for (const [index, text] of kept.entries()) {
    find(dialog, sentFields[index] ?? '', HTMLInputElement).value = text;
  }
}
