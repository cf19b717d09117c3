// Tests a list whose later pages cannot be loaded, and the viewer at the end of what was loaded.
import type { Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { listOwner, row, signIn } from './people.ts';
import { seededTable, seedFiles } from './seed-files.ts';
import { it, stage } from './visit.ts';

/** More than one page. */
const FILES = 60;
/** Whose files these tests list; an owner of these tests alone. */
const owner = 'henry';
const nameOf = (index: number) => `of many ${index}.xlsx`;

/** Whether a request is for a later page of the list. */
const isLaterPage = (url: URL) => url.pathname === '/files' && url.searchParams.has('cursor');

/** Requests for later pages that are refused. */
interface Refusals {
  count(): number;
  /** Refuses no more. */
  end(): Promise<void>;
}

beforeAll(async () => {
  if (!stage) return;
  await seedFiles(
    Array.from({ length: FILES }, (_, index) => seededTable(owner, nameOf(index), index + 60)),
  );
});

/** Shows the list, of which every page after the first is refused. */
async function showListWithRefusals(page: Page): Promise<Refusals> {
  await signIn(page, 'staff');
  await page.getByTestId('scope-all').check();
  await listOwner(page, owner, nameOf(0), 'documents');
  let count = 0;
  await page.route(isLaterPage, async (route) => {
    count += 1;
    await route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      headers: { 'access-control-allow-origin': '*' },
      body: JSON.stringify({ code: 'forbidden', title: 'Forbidden', status: 403, detail: 'No.' }),
    });
  });
  await page.getByTestId('file-row').last().scrollIntoViewIfNeeded();
  await page.getByTestId('message').waitFor();
  return { count: () => count, end: () => page.unroute(isLaterPage) };
}

it('a page of the list that is refused is asked for once, and again when the person asks', async ({
  visit,
}) => {
  const page = await visit();
  const refusals = await showListWithRefusals(page);
  // Another request would begin with the next frame.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }),
  );
  expect(refusals.count()).toBe(1);
  await refusals.end();
  await page.getByTestId('message').getByRole('button', { name: 'Try again' }).click();
  await row(page, nameOf(FILES - 1)).waitFor();
});

it('a page of the list that was refused is there when the person returns to the window, and its message is gone', async ({
  visit,
}) => {
  const page = await visit();
  const refusals = await showListWithRefusals(page);
  await refusals.end();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await row(page, nameOf(FILES - 1)).waitFor();
  await page.getByTestId('message').waitFor({ state: 'hidden' });
});

it('the viewer continues with files of the list that were not loaded', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'staff');
  await page.getByTestId('scope-all').check();
  await listOwner(page, owner, nameOf(0), 'documents');
  const loaded = await page.getByTestId('file-row').count();
  expect(loaded).toBeLessThan(FILES);
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(isLaterPage, async (route) => {
    await held;
    await route.continue();
  });
  // Without scrolling, which would load the next page.
  await row(page, nameOf(loaded - 1))
    .getByTestId('open')
    .dispatchEvent('click');
  const viewer = page.getByTestId('viewer');
  await viewer.getByRole('heading', { name: nameOf(loaded - 1) }).waitFor();
  // Before the next page is there.
  await page.getByTestId('next').click();
  release();
  await viewer.getByRole('heading', { name: nameOf(loaded) }).waitFor();
  await page.unrouteAll({ behavior: 'wait' });
});
