// Tests that the list does not flicker: while a search is under way, and when it is read again.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { fixture, listShown, row, signIn } from './people.ts';
import { send } from './send.ts';
import { it } from './visit.ts';

const table = (name: string) =>
  send('alice', 'documents', new File(['a,b'], name, { type: 'text/csv' }));

it('the rows stay until the answer to a search is there, and a selected row that it has keeps its selection', async ({
  visit,
}) => {
  const word = randomUUID();
  const [found, other] = [`${word}.csv`, `${randomUUID()}.csv`];
  await table(found);
  await table(other);
  const page = await visit();
  await signIn(page, 'alice');
  await row(page, found).getByTestId('select').check();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(/[?&]search=/, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(/[?&]search=/);
  await page.getByTestId('search').fill(word);
  await asked;
  expect(await row(page, other).isVisible()).toBe(true);
  expect(await page.locator('#skeleton').isVisible()).toBe(false);
  release();
  await row(page, other).waitFor({ state: 'detached' });
  await listShown(page);
  expect(await row(page, found).getByTestId('select').isChecked()).toBe(true);
  await page.unrouteAll({ behavior: 'wait' });
});

it('pictures stay where they are when the list is read again', async ({ visit }) => {
  const [picture, later] = [`${randomUUID()}.png`, `${randomUUID()}.csv`];
  const png = new File([new Uint8Array(await fixture('fixture.png'))], picture, {
    type: 'image/png',
  });
  await send('alice', 'images', png);
  const page = await visit();
  await signIn(page, 'alice');
  await row(page, picture).scrollIntoViewIfNeeded();
  const thumbnail = row(page, picture).getByTestId('thumbnail');
  await thumbnail.waitFor();
  // The picture may be followed by its prepared copy, once.
  await expect
    .poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.src))
    .toContain('variants/');
  const shown = await thumbnail.elementHandle();
  await table(later);
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await row(page, later).waitFor();
  expect(await shown?.evaluate((image) => image.isConnected)).toBe(true);
});
