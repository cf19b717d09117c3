// Puts what a field holds where it can be pasted from, and says so.

/** Copies; where the browser does not let the page do it, marks the text to be copied by hand. */
export async function copyText(field: HTMLInputElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(field.value);
    return 'Copied.';
  } catch {
    field.focus();
    return 'The link is marked: copy it by hand.';
  }
}
