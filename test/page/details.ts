// User actions in the dialog of a file.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { steppedBack } from './dialogs.ts';
import { row } from './people.ts';

/** Opens the dialog of a file. */
export async function openDetails(page: Page, filename: string): Promise<Locator> {
  await row(page, filename).getByTestId('open-details').click();
  const dialog = page.getByTestId('details');
  await dialog.waitFor();
  return dialog;
}

/** Closes the dialog of a file; afterwards the page can be reloaded or left. */
export async function closeDetails(dialog: Locator): Promise<void> {
  await dialog.getByTestId('close').click();
  await dialog.waitFor({ state: 'detached' });
  await steppedBack(dialog.page());
}

/** Deletes the file of the open dialog, after the confirmation. */
export async function confirmDeletion(dialog: Locator): Promise<void> {
  await dialog.getByTestId('delete').click();
  await dialog.page().getByTestId('confirm').click();
  await dialog.waitFor({ state: 'detached' });
  await steppedBack(dialog.page());
}

/** Shares the file in the open dialog with the owner of a mail address, or with `group:…`. */
export async function share(dialog: Locator, grantee: string): Promise<void> {
  await dialog.getByTestId('share-principal').fill(grantee);
  await dialog.getByTestId('share').click();
  await dialog.getByTestId('grant').filter({ hasText: grantee }).waitFor();
}

/** Creates a link to the file in the open dialog and returns its URL. */
export async function createLink(dialog: Locator): Promise<string> {
  await dialog.getByTestId('link-create').click();
  await dialog.getByTestId('link-url').waitFor();
  return dialog.getByTestId('link-url').inputValue();
}

/** Enters a title and saves it. */
export async function saveTitle(dialog: Locator, title: string): Promise<void> {
  await dialog.getByTestId('edit-title').fill(title);
  await dialog.getByTestId('save').click();
}

/** Waits until the element with this label has the focus. */
export async function expectFocus(page: Page, label: string): Promise<void> {
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
    });
  await expect.poll(focused).toBe(label);
}
