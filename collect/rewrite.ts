// Rewrites the references that a reader found in a text. Only this file changes content.
import type { Reference } from './references/reference.ts';

/** The replacement of a range of the text. */
export interface Edit {
  readonly reference: Reference;
  readonly text: string;
}

/** Returns the text with every edit made; edits come in the order of the text. */
export function rewrite(text: string, edits: readonly Edit[]): string {
  let written = '';
  let end = 0;
  for (const { reference, text: word } of edits) {
    const ampersand = `&${'amp;'.repeat(reference.attributes ?? 0)}`;
    written += text.slice(end, reference.start) + word.replaceAll('&', ampersand);
    end = reference.end;
  }
  return written + text.slice(end);
}
