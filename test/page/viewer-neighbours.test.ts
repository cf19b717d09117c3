// Tests what the viewer shows and where it leads after another tab has deleted a file.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { closeViewer } from './dialogs.ts';
import { listed, listShown, row, signIn } from './people.ts';
import { clientOf, send, sendTable } from './send.ts';
import { it } from './visit.ts';

it('the keys of the viewer lead on from a file that was deleted in another tab', async ({
  visit,
}) => {
  const word = randomUUID();
  const nameOf = (name: string) => `${word} ${name}.csv`;
  for (const name of ['oldest', 'deleted', 'newest']) {
    await send('alice', 'documents', new File(['a,b'], nameOf(name), { type: 'text/csv' }));
  }
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  await page.getByTestId('search').fill(word);
  await expect.poll(() => listed(page)).toEqual(['newest', 'deleted', 'oldest'].map(nameOf));
  const id = String(await row(page, nameOf('deleted')).getAttribute('data-file-id'));
  await row(page, nameOf('deleted')).getByTestId('open').click();
  const shows = (name: string) =>
    page
      .getByTestId('viewer')
      .getByRole('heading', { name: nameOf(name) })
      .waitFor();
  await shows('deleted');
  // The frame shows the whole text before its object is deleted.
  await page.frameLocator('[data-testid="stage"] iframe').getByText('a,b').waitFor();
  await (await clientOf('alice')).remove(id);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await row(page, nameOf('deleted')).waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await shows('oldest');
  await page.keyboard.press('ArrowLeft');
  await shows('newest');
});

it('a text that another tab has deleted is not shown again, and words say so', async ({
  visit,
}) => {
  const name = await sendTable('alice');
  const page = await visit();
  await signIn(page, 'alice');
  await row(page, name).click();
  await page.frameLocator('[data-testid="stage"] iframe').getByText('a,b').waitFor();
  // The list keeps the row until the file was opened again.
  const opened = Promise.withResolvers<void>();
  await page.route(/\/files\?/, async (route) => {
    await opened.promise;
    await route.continue();
  });
  await closeViewer(page);
  const id = String(await row(page, name).getAttribute('data-file-id'));
  await (await clientOf('alice')).remove(id);

  await row(page, name).click();
  await page
    .getByTestId('viewer')
    .getByRole('alert')
    .filter({ hasText: 'This file does not exist' })
    .waitFor();
  expect(await page.getByTestId('stage').locator('iframe').count()).toBe(0);
  opened.resolve();
  await page.unrouteAll({ behavior: 'wait' });
});
