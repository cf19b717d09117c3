// User actions in the dialog of a file.
import type { Locator, Page } from 'playwright-core';
import { row } from './people.ts';

/** Opens the dialog of a file. */
export async function openDetails(page: Page, filename: string): Promise<Locator> {
  await row(page, filename).getByTestId('open-details').click();
  const dialog = page.getByTestId('details');
  await dialog.waitFor();
  return dialog;
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

/** The label of the focused element. */
export const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
  });
