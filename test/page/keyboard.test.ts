import { expect } from 'vitest';
import { choose, openChooserByKeyboard, upload, uploadSlowly } from './actions.ts';
import { tabTo } from './keyboard.ts';
import { announced, downloaded, fixture, listShown, row, settled, signIn } from './people.ts';
import { it } from './visit.ts';

it('sign-in, upload and download work by keyboard and are announced to screen readers', async ({
  visit,
}) => {
  const page = await visit();
  await page.getByTestId('sign-in').waitFor();
  await tabTo(page, page.getByTestId('sign-in'));
  await page.keyboard.press('Enter');
  const alice = page.getByRole('button', { name: 'Alice' });
  await alice.waitFor();
  await tabTo(page, alice);
  await page.keyboard.press('Enter');
  await page.getByTestId('whoami').filter({ hasText: 'alice' }).waitFor();

  const pdf = await fixture('fixture.pdf');
  const dialog = await openChooserByKeyboard(page);
  await dialog.setFiles({ name: 'by-hand.pdf', mimeType: 'application/pdf', buffer: pdf });
  await settled(page, 'by-hand.pdf');
  await announced(page, 'by-hand.pdf is ready.');

  await tabTo(page, row(page, 'by-hand.pdf').getByTestId('download'));
  const saved = await downloaded(page, () => page.keyboard.press('Enter'));
  expect(saved.suggestedFilename).toBe('by-hand.pdf');
  expect(saved.bytes.equals(pdf)).toBe(true);
});

it('the first Tab offers to skip to the content', async ({ visit }) => {
  const page = await visit();
  await page.getByTestId('sign-in').waitFor();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect.poll(() => skip.evaluate((link) => link === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
});

it('the focus stays in the Dashboard when a file is cancelled by the keyboard, and in the message until it is dismissed', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const network = await uploadSlowly(page, 'cancelled by key.txt');
  await upload(page, 'cancelled by key.txt')
    .getByRole('button', { name: /^Cancel / })
    .focus();
  await page.keyboard.press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.className);
  await expect.poll(focused).toContain('uppy-Dashboard-browse');
  await network.release();

  const program = { mimeType: 'application/x-msdownload', buffer: await fixture('fixture.exe') };
  await choose(page, { name: 'refused.exe', ...program });
  await announced(page, 'refused.exe was not uploaded. No collection accepts');
  const message = page.getByTestId('message');
  await message.getByRole('button', { name: 'Dismiss' }).focus();
  await choose(page, { name: 'refused too.exe', ...program });
  await message.filter({ hasText: '2 files were not uploaded.' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Dismiss');
  await page.keyboard.press('Enter');
  await message.waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
});
