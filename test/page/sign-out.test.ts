// Tests signing out while files are being uploaded.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { cancel, uploadSlowly } from './actions.ts';
import { steppedBack } from './dialogs.ts';
import { listShown, settled, signIn } from './people.ts';
import { it, stage } from './visit.ts';

const question = (page: Page) =>
  page.getByRole('alertdialog', { name: 'Sign out while files are being uploaded?' });

it('a person who signs out while a file is uploaded is asked first, and stays signed in when they stay', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const network = await uploadSlowly(page, 'stays.txt');
  await page.getByTestId('sign-out').click();
  await question(page).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Stay signed in');
  await page.keyboard.press('Enter');
  await question(page).waitFor({ state: 'detached' });
  await steppedBack(page);
  await network.release();
  expect(await settled(page, 'stays.txt')).toMatchObject({ status: 'Ready' });
});

it('a person who signs out in one tab is asked about the uploads of another, and then both are signed out', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.type());
    void dialog.dismiss();
  });
  await uploadSlowly(page, 'ends.txt');
  const other = await page.context().newPage();
  await other.goto(stage?.site ?? '');
  await listShown(other);
  await other.getByTestId('sign-out').click();
  await question(other).getByTestId('confirm').click();
  await other.getByTestId('sign-in').waitFor();
  await page.getByTestId('sign-in').waitFor();
  expect(dialogs).toEqual([]);
});

it('a person whose uploads are complete is not asked when they sign out', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const network = await uploadSlowly(page, 'cancelled.txt');
  await cancel(page, 'cancelled.txt');
  await network.release();
  await page.getByTestId('sign-out').click();
  await page.getByTestId('sign-in').waitFor();
});
