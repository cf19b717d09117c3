// Tests that the viewer leads to the neighbours of a file that another tab has deleted.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { listed, listShown, row, signIn } from './people.ts';
import { clientOf, send } from './send.ts';
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
  await (await clientOf('alice')).remove(id);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await row(page, nameOf('deleted')).waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await shows('oldest');
  await page.keyboard.press('ArrowLeft');
  await shows('newest');
});
