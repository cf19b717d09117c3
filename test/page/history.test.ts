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

it.for([
  // The event of the closed dialog comes after this click.
  'at once',
  // The page has asked for the step back, and the browser has not taken it yet.
  'in a later task',
])(
  'a dialog that opens %s after another one was closed stays open, and Back closes it',
  async (when, { visit }) => {
    const next = `opened next, ${when}.txt`;
    await send('alice', 'documents', note(`closed first, ${when}.txt`));
    await send('alice', 'documents', note(next));
    const page = await visit();
    await signIn(page, 'alice');
    await openDetails(page, `closed first, ${when}.txt`);
    const fileId = await row(page, next).getAttribute('data-file-id');
    await page.evaluate(
      async ([nextId, isAtOnce]) => {
        const click = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();
        const openNext = () => click(`[data-file-id="${nextId}"] [data-testid="open-details"]`);
        // The number of dialogs is the same before and after the step back, so that only its event shows that it was taken.
        const hasSteppedBack = new Promise((resolve) => {
          window.addEventListener('popstate', resolve, { once: true });
        });
        click('[data-testid="close"]');
        if (isAtOnce) openNext();
        else setTimeout(openNext);
        await hasSteppedBack;
      },
      [fileId, when === 'at once'] as const,
    );
    await details(page, next).waitFor();
    expect(await details(page, next).isVisible()).toBe(true);
    await page.goBack();
    await details(page, next).waitFor({ state: 'detached' });
    await page.waitForURL(`${stage?.site}/`);
    expect(await page.getByTestId('whoami').isVisible()).toBe(true);
  },
);

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
