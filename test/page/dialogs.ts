// Waits until the history has followed the dialogs of the page.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Waits until the page has stepped back from the entries of the dialogs that were closed. Until then that step ends a
 * reload or another navigation, or is ended by it.
 */
export async function steppedBack(page: Page): Promise<void> {
  const entriesAhead = () =>
    page.evaluate(() => {
      const state = history.state as { readonly dialogs?: number } | null;
      return (state?.dialogs ?? 0) - document.querySelectorAll('dialog[open]').length;
    });
  await expect.poll(entriesAhead).toBe(0);
}

/** Closes the viewer and waits until the page is back at the address of the list. */
export async function closeViewer(page: Page): Promise<void> {
  await page.getByTestId('viewer-close').click();
  await page.getByTestId('viewer').waitFor({ state: 'detached' });
  await steppedBack(page);
}
