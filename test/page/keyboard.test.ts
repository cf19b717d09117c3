import { expect } from 'vitest';
import { openChooserByKeyboard } from './actions.ts';
import { tabTo } from './keyboard.ts';
import { announced, downloaded, fixture, row, settled } from './people.ts';
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
