// Tests the page on a network that fails for a while, or that answers in place of the site, and in a browser that keeps no data.
import type { Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { choose } from './actions.ts';
import { closeDetails, openDetails, saveTitle } from './details.ts';
import { downloaded, listShown, row, settled, signIn } from './people.ts';
import { send, sendTable } from './send.ts';
import { it, stage } from './visit.ts';

/** Loads the page again with this answer for its configuration, until the returned function is called. */
async function withConfig(page: Page, answer: (route: Route) => Promise<void>) {
  await page.route('**/config.json', answer);
  await page.reload();
  return () => page.unroute('**/config.json');
}

const unreachable = 'Airlock cannot be reached. Check your connection and try again.';

it('a page whose network asks to sign in to it says so, and is there once the network is', async ({
  visit,
}) => {
  const page = await visit();
  const end = await withConfig(page, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Sign in to the network</title>' }),
  );
  await page.getByTestId('message').filter({ hasText: unreachable }).waitFor();
  expect(await page.getByTestId('sign-in').isVisible()).toBe(false);
  await end();
  await page.getByTestId('message').getByRole('button', { name: 'Reload' }).click();
  await page.getByTestId('sign-in').waitFor();
});

it('a site without a configuration says that it has to be deployed again', async ({ visit }) => {
  const page = await visit();
  await withConfig(page, (route) => route.fulfill({ contentType: 'application/json', body: '{}' }));
  await page.getByTestId('message').filter({ hasText: 'Deploy it again.' }).waitFor();
});

it('a person whose browser keeps no data for the site reads that this prevents the sign-in', async ({
  visit,
}) => {
  const page = await visit({ locale: 'de-DE' });
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    }
  });
  await page.reload();
  await page.getByTestId('message').filter({ hasText: 'Erlaube ihr Cookies' }).waitFor();
  expect(await page.locator('#opening').textContent()).not.toContain('Wird geöffnet');
});

/** Lets the access token of the signed-in person expire. */
const expireToken = (page: Page) =>
  page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((each) => each.startsWith('oidc.user:')) ?? '';
    const user = JSON.parse(sessionStorage.getItem(key) ?? '{}') as object;
    sessionStorage.setItem(key, JSON.stringify({ ...user, expires_at: 1 }));
  });

it.for([
  ['does not answer', (route: Route) => route.abort()],
  ['is busy', (route: Route) => busy(route, 503)],
  ['limits the rate', (route: Route) => busy(route, 429)],
] as const)(
  'an upload continues when the session is renewed late, because its issuer %s',
  async ([how, answer], { visit }) => {
    const page = await visit();
    await signIn(page, 'carol');
    await listShown(page);
    const isRenewal = (url: URL) => `${url}`.startsWith(`${stage?.issuer}/`);
    await page.route(isRenewal, (route) =>
      route.request().method() === 'POST' ? answer(route) : route.continue(),
    );
    await expireToken(page);
    const refused = page.waitForRequest((request) => isRenewal(new URL(request.url())));
    await page.reload();
    await refused;
    // The person is still signed in.
    await page.getByTestId('whoami').filter({ hasText: 'carol' }).waitFor();
    const name = `renewed ${how}.txt`;
    await choose(page, { name, mimeType: 'text/plain', buffer: Buffer.from('text') });
    await page.unroute(isRenewal);
    expect(await settled(page, name)).toMatchObject({ status: 'Ready' });
  },
);

const busy = (route: Route, status: number): Promise<void> =>
  route.fulfill({
    status,
    contentType: 'application/json',
    body: '{"message":"Try later."}',
    headers: { 'access-control-allow-origin': '*' },
  });

it('a device whose clock is five hours wrong shows how long ago files were uploaded', async ({
  visit,
}) => {
  const page = await visit();
  await page.addInitScript(() => {
    const right = Date.now;
    Date.now = () => right() + 5 * 3_600_000;
  });
  await page.reload();
  await signIn(page, 'carol');
  await choose(page, { name: 'on time.txt', mimeType: 'text/plain', buffer: Buffer.from('text') });
  await settled(page, 'on time.txt');
  expect(await row(page, 'on time.txt').locator('time').textContent()).toBe('just now');
});

it('an action without a network says that it waits, and is done once the network is back', async ({
  visit,
}) => {
  await send('carol', 'documents', new File(['text'], 'far away.txt', { type: 'text/plain' }));
  const page = await visit();
  await signIn(page, 'carol');
  await listShown(page);
  const dialog = await openDetails(page, 'far away.txt');
  await page.context().setOffline(true);
  await saveTitle(dialog, 'Near again');
  const waits = 'You are offline. This continues when you are online again.';
  await dialog.locator('.edit .done').filter({ hasText: waits }).waitFor();
  await page.context().setOffline(false);
  await dialog.locator('.edit .done').filter({ hasText: 'Saved.' }).waitFor();
  await closeDetails(dialog);

  await page.context().setOffline(true);
  const saved = await downloaded(page, async () => {
    await row(page, 'far away.txt').getByTestId('download').click();
    await page.getByTestId('message').filter({ hasText: waits }).waitFor();
    await page.context().setOffline(false);
  });
  expect(saved.bytes.toString()).toBe('text');
  await page.getByTestId('message').waitFor({ state: 'hidden' });
});

it('an upload that waits for the server counts as running: the title shows it, and signing out asks', async ({
  visit,
}) => {
  const page = await visit({ locale: 'de-DE' });
  await signIn(page, 'carol');
  await listShown(page);
  const isIssue = `${stage?.api}/files`;
  await page.route(isIssue, (route) =>
    route.request().method() === 'POST' ? busy(route, 503) : route.continue(),
  );
  await choose(page, { name: 'waits.txt', mimeType: 'text/plain', buffer: Buffer.from('text') });
  const zone = page.getByTestId('drop-zone');
  await zone.getByText('Der Server ist ausgelastet. Der Upload geht von selbst weiter.').waitFor();
  expect(await zone.textContent()).not.toMatch(/upload 1 file/i);
  await expect.poll(() => page.title()).toContain('%');
  await page.getByTestId('sign-out').click();
  await page.getByRole('alertdialog', { name: 'Abmelden, während' }).waitFor();
  await page.getByRole('button', { name: 'Angemeldet bleiben' }).click();
  await page.unroute(isIssue);
  expect(await settled(page, 'waits.txt')).toMatchObject({ status: 'Bereit' });
});

it('files become ready when the code for several files cannot be loaded at first', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'carol');
  const lost = new Map<string, number>();
  await page.route(/\/assets\/(?:issue-queue|verdicts)-[\w-]+\.js$/, async (route) => {
    const name = new URL(route.request().url()).pathname;
    const count = lost.get(name) ?? 0;
    lost.set(name, count + 1);
    if (count < 2) await route.abort('internetdisconnected');
    else await route.continue();
  });
  const names = ['first', 'second', 'third'].map(
    (name) => `${name} of several on a bad network.txt`,
  );
  await choose(
    page,
    names.map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('text') })),
  );
  for (const name of names) expect((await settled(page, name)).status).toBe('Ready');
  expect([...lost.keys()].some((name) => name.includes('issue-queue'))).toBe(true);
});

it('the viewer says why a download waits, and the download begins when the network is back', async ({
  visit,
}) => {
  const name = await sendTable('alice');
  const page = await visit();
  await signIn(page, 'alice');
  await row(page, name).click();
  await page.frameLocator('[data-testid="stage"] iframe').getByText('a,b').waitFor();
  await page.context().setOffline(true);
  const note = page.getByTestId('viewer-note');
  const saved = await downloaded(page, async () => {
    await page.getByTestId('viewer-download').click();
    await note.getByText('You are offline. This continues when you are online again.').waitFor();
    await page.context().setOffline(false);
  });
  expect(saved.suggestedFilename).toBe(name);
  await expect.poll(() => note.textContent()).toBe('');
});
