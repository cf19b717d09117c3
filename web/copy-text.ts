// Copies the value of a field to the clipboard.

import { texts } from './texts.ts';

/** Copies the value; selects the text where the browser does not allow the page to copy. Resolves to a message for the user. */
export async function copyText(field: HTMLInputElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(field.value);
    return texts().links.copied;
  } catch {
    field.focus();
    return texts().links.copyByHand;
  }
}
