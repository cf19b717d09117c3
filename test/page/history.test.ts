// Tests the entries of dialogs in the history where steps of the page and of the user meet.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { openDetails } from './details.ts';
import { row, signIn } from './people.ts';
import { send } from './send.ts';
import { it, stage } from './visit.ts';

const note = (name: string) => new File(['text'], name, { type: 'text/plain' });
const details = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });

it('a dialog that opens while the page steps back from another one stays open, and Back closes it', async ({
  visit,
}) => {
  await send('alice', 'documents', note('closed first.txt'));
  await send('alice', 'documents', note('opened next.txt'));
  const page = await visit();
  await signIn(page, 'alice');
  await openDetails(page, 'closed first.txt');
  const next = await row(page, 'opened next.txt').getAttribute('data-file-id');
  await page.evaluate(async (fileId) => {
    const click = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();
    // Only the event shows that the page has stepped back: as many dialogs are open before as after.
    const steppedBack = new Promise((resolve) => {
      window.addEventListener('popstate', resolve, { once: true });
    });
    click('[data-testid="close"]');
    // After the page has asked for the step back, and before the browser takes it.
    setTimeout(() => click(`[data-file-id="${fileId}"] [data-testid="open-details"]`));
    await steppedBack;
  }, next);
  await details(page, 'opened next.txt').waitFor();
  expect(await details(page, 'opened next.txt').isVisible()).toBe(true);
  await page.goBack();
  await details(page, 'opened next.txt').waitFor({ state: 'detached' });
  await page.waitForURL(`${stage?.site}/`);
  expect(await page.getByTestId('whoami').isVisible()).toBe(true);
});

it('a file that is opened in the same moment in which a dialog is closed stays open', async ({
  visit,
}) => {
  const [first, next] = [`${randomUUID()}.txt`, `${randomUUID()}.txt`];
  for (const name of [first, next]) await send('alice', 'documents', note(name));
  const page = await visit();
  await signIn(page, 'alice');
  await openDetails(page, first);
  const id = await row(page, next).getAttribute('data-file-id');
  // Before the browser reports to the page that the dialog is closed.
  await page.evaluate((fileId) => {
    const click = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();
    click('[data-testid="close"]');
    click(`[data-file-id="${fileId}"] [data-testid="open"]`);
  }, id);
  await details(page, first).waitFor({ state: 'detached' });
  await page.getByTestId('viewer').getByRole('heading', { name: next }).waitFor();
  await page.waitForURL(`${stage?.site}/files/${id}`);
  await page.goBack();
  await page.getByTestId('viewer').waitFor({ state: 'detached' });
  await page.waitForURL(`${stage?.site}/`);
});

it('after a reload with an open dialog, Back closes the next one', async ({ visit }) => {
  await send('alice', 'documents', note('open at reload.txt'));
  const page = await visit();
  await signIn(page, 'alice');
  await openDetails(page, 'open at reload.txt');
  await page.reload();
  await openDetails(page, 'open at reload.txt');
  await page.goBack();
  await details(page, 'open at reload.txt').waitFor({ state: 'detached' });
});
