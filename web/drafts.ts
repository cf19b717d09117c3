// Texts that were typed and not saved: kept by file for as long as the page is open, so that closing a dialog loses none.

/** Title and caption as a person has typed them. */
export interface Draft {
  readonly title: string;
  readonly caption: string;
}

const drafts = new Map<string, Draft>();

/** Keeps what was typed; what equals the texts of the file is no draft. */
export function keepDraft(fileId: string, typed: Draft, saved: Draft): void {
  if (typed.title === saved.title && typed.caption === saved.caption) drafts.delete(fileId);
  else drafts.set(fileId, typed);
}

/** What was typed for this file and not saved. */
export const draftOf = (fileId: string): Draft | undefined => drafts.get(fileId);

/** Forgets what was typed: it is saved, or a person has taken other texts. */
export const dropDraft = (fileId: string): void => void drafts.delete(fileId);
