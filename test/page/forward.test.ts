// Tests the entry of an open file in the history: Forward, a reload, and the title.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { row, signIn } from './people.ts';
import { sendTable } from './send.ts';
import { it, stage } from './visit.ts';

const viewer = (page: Page) => page.getByTestId('viewer');

/** Opens a table in the viewer; returns its name. */
async function openTable(page: Page): Promise<string> {
  const name = await sendTable('alice');
  await signIn(page, 'alice');
  await row(page, name).click();
  await viewer(page).getByRole('heading', { name }).waitFor();
  return name;
}

it('Forward opens the file again that Back has closed', async ({ visit }) => {
  const page = await visit();
  const name = await openTable(page);
  await page.waitForURL(/\/files\//);
  const address = page.url();
  await page.goBack();
  await viewer(page).waitFor({ state: 'detached' });
  await page.goForward();
  await viewer(page).getByRole('heading', { name }).waitFor();
  await page.waitForURL(address);
  await page.goBack();
  await viewer(page).waitFor({ state: 'detached' });
  await page.waitForURL(`${stage?.site}/`);
});

it('the title of the window names the open file', async ({ visit }) => {
  const page = await visit();
  const name = await openTable(page);
  await expect.poll(() => page.title()).toBe(`${name} · Airlock`);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.title()).toBe('Airlock');
});

it('after a reload with an open file, one step back leads to the list', async ({ visit }) => {
  const page = await visit();
  const name = await openTable(page);
  await page.reload();
  await viewer(page).getByRole('heading', { name }).waitFor();
  await page.goBack();
  await viewer(page).waitFor({ state: 'detached' });
  await page.waitForURL(`${stage?.site}/`);
  await row(page, name).waitFor();
});
