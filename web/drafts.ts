// Keeps unsaved texts per file while the page is open, so that closing a dialog loses none.

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
