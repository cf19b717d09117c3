// Tests the session across tabs and in the history of the browser.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { listShown, signIn } from './people.ts';
import { it, stage } from './visit.ts';

const signedInAs = (page: Page, username: string): Promise<void> =>
  page.getByTestId('whoami').filter({ hasText: username }).waitFor();

async function openTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(stage?.site ?? '');
  return tab;
}

it('a new tab is signed in by the session of another open tab', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const second = await openTab(page);
  await signedInAs(second, 'alice');
  await listShown(second);

  // The third tab receives the session from the second one alone.
  await page.close();
  await signedInAs(await openTab(second), 'alice');
});

it('signing out in one tab signs out the others', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const second = await openTab(page);
  await signedInAs(second, 'alice');
  await page.getByTestId('sign-out').click();
  await second.getByTestId('sign-in').waitFor();
  await expect.poll(() => second.evaluate(() => sessionStorage.length)).toBe(0);
});

it('a tab of the site opened without any other tab asks to sign in', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const context = page.context();
  await page.close();
  const later = await context.newPage();
  await later.goto(stage?.site ?? '');
  await later.getByTestId('sign-in').waitFor();
});

it('after a sign-in, Back leads to where the user came from and never to the sign-in page', async ({
  visit,
}) => {
  const page = await visit();
  await page.goto(`${stage?.site}/robots.txt`);
  await page.goto(stage?.site ?? '');
  await signIn(page, 'alice');
  await page.waitForURL(`${stage?.site}/`);
  await page.goBack();
  await page.waitForURL(`${stage?.site}/robots.txt`);
});

it('a used page of the issuer leads back to the living session', async ({ visit }) => {
  const page = await visit();
  let used = '';
  page.on('request', (request) => {
    if (request.url().startsWith(`${stage?.site}/?code=`)) used = request.url();
  });
  await signIn(page, 'alice');
  expect(used).not.toBe('');
  // The page leaves this address before its document is complete.
  await page.goto(used, { waitUntil: 'commit' });
  await signedInAs(page, 'alice');
  await page.waitForURL(`${stage?.site}/`);
});

it('a path that does not exist shows a page with a way home', async ({ visit }) => {
  const page = await visit();
  const response = await page.goto(`${stage?.site}/no/such.html`);
  expect(response?.status()).toBe(404);
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  await page.getByRole('link', { name: 'Go to the home page' }).click();
  await page.getByTestId('sign-in').waitFor();
});

it.for(['/favicon.ico', '/site.webmanifest', '/apple-touch-icon.png', '/robots.txt'])(
  'the site serves %s',
  async (path) => {
    expect((await fetch(`${stage?.site}${path}`)).status).toBe(200);
  },
);

it('a document that the browser has kept is loaded again when the history returns to it', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'alice');
  // Chromium keeps no documents while Playwright drives it.
  await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    document.documentElement.dataset.kept = 'true';
  });
  await page.evaluate(() =>
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
  );
  await page.locator('html:not([data-kept])').waitFor();
  await page.getByTestId('whoami').filter({ hasText: 'alice' }).waitFor();
});
