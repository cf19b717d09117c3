// User actions other than uploads: sign-in, the list, downloads.
import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A user who can sign in to the local cloud. */
export type Username = 'alice' | 'bob' | 'carol' | 'dora' | 'staff';

/** Signs in from the welcome view. */
export async function signIn(page: Page, username: Username): Promise<void> {
  await page.getByTestId('sign-in').click();
  await page.locator(`button[value="${username}"]`).click();
  await page.getByTestId('whoami').filter({ hasText: username }).waitFor();
}

/** The row of a file in the list, by its full name. */
export const row = (page: Page, filename: string): Locator =>
  page.getByTestId('file-row').filter({ has: page.getByTitle(filename, { exact: true }) });

/** The names in the list, from the top. */
export const listed = (page: Page): Promise<string[]> =>
  page.getByTestId('file-row').locator('.name').allTextContents();

/** What the row of a file shows. */
export interface RowTexts {
  readonly status: string;
  readonly type: string;
  readonly size: string;
  readonly verdict: string;
}

/** Waits until a file is ready or rejected and reads its row. */
export async function settled(page: Page, filename: string): Promise<RowTexts> {
  const settledRow = row(page, filename).and(
    page.locator('[data-status="ready"], [data-status="rejected"]'),
  );
  await settledRow.waitFor();
  const text = async (hook: string) =>
    ((await settledRow.getByTestId(hook).textContent()) ?? '').trim();
  return {
    status: await text('status'),
    type: await text('type'),
    size: await text('size'),
    verdict: await text('verdict'),
  };
}

/** A downloaded file. */
export interface Downloaded {
  readonly suggestedFilename: string;
  readonly bytes: Buffer;
}

/** Starts a download with `start` and waits for its last byte. */
export async function downloaded(page: Page, start: () => Promise<void>): Promise<Downloaded> {
  const [download] = await Promise.all([page.waitForEvent('download'), start()]);
  return { suggestedFilename: download.suggestedFilename(), bytes: await contents(download) };
}

async function contents(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Waits until the page shows the list from the API. */
export const listShown = (page: Page): Promise<void> =>
  page.locator('#rows[aria-busy="false"]').waitFor({ state: 'attached' });

/** Waits until a text that contains `text` is announced to screen readers. */
export const announced = (page: Page, text: string): Promise<void> =>
  expect.poll(() => page.locator('#announcer').textContent()).toContain(text);

/** Lists the files of one owner in a collection, among them `aFile`, for a member of staff who lists everyone’s. */
export async function listOwner(
  page: Page,
  sub: string,
  aFile: string,
  collection = 'images',
): Promise<void> {
  await page.getByTestId('filter-collection').selectOption(collection);
  const field = page.getByTestId('filter-owner');
  // Everyone's files are listed first, with the same file among them.
  const answered = page.waitForResponse(
    (response) => new URL(response.url()).searchParams.get('owner') === sub,
  );
  await field.fill(`user:${sub}`);
  await field.press('Enter');
  await answered;
  await row(page, aFile).waitFor();
  await listShown(page);
}

/** The bytes of a real file among the fixtures. */
export const fixture = (name: string): Promise<Buffer> => readFile(fixturePath(name));

/** The location of a fixture file. */
export const fixturePath = (name: string): URL =>
  new URL(`../fixtures/files/${name}`, import.meta.url);
