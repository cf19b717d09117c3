// User actions on the selected files of the list.
import type { Page } from 'playwright-core';

/**
 * Clicks on Delete. The button that undoes it gets the focus with the same click, however slow the machine is: while it has
 * the focus, the time to undo stands still, and the files are not deleted.
 */
export async function deleteSelected(page: Page): Promise<void> {
  const button = page.getByTestId('delete-selected');
  await button.evaluate((element) => {
    const undo = document.querySelector<HTMLElement>('[data-testid="undo"]');
    // After the page's own handler, which shows it.
    element.addEventListener('click', () => undo?.focus(), { once: true });
  });
  await button.click();
}
