// Tests the viewer: what it shows, how the keyboard and the history move it, and that a second view loads nothing again.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectFocus, saveTitle } from './details.ts';
import { closeViewer, steppedBack } from './dialogs.ts';
import { downloaded, fixture, listed, listShown, row, signIn } from './people.ts';
import { send, sendTable } from './send.ts';
import { it, stage } from './visit.ts';

const sendFixture = async (collection: string, name: string, type: string, from: string) =>
  send('alice', collection, new File([new Uint8Array(await fixture(from))], name, { type }));
const viewer = (page: Page) => page.getByTestId('viewer');
const content = (page: Page, element: string) => page.getByTestId('stage').locator(element);

/** Waits until the viewer has loaded its picture whole. */
const pictureShown = (page: Page) =>
  expect
    .poll(() =>
      content(page, 'img').evaluate(
        ({ complete, naturalWidth }: HTMLImageElement) => complete && naturalWidth > 0,
      ),
    )
    .toBe(true);

/** Shows the list with only the files whose name contains `search`; rows are replaced until then. */
async function found(page: Page, search: string): Promise<void> {
  await listShown(page);
  await page.getByTestId('search').fill(search);
  await expect
    .poll(async () => {
      const names = await listed(page);
      return names.length > 0 && names.every((name) => name.includes(search));
    })
    .toBe(true);
}

it('a click on a row opens the picture; arrow keys lead to its neighbours and Escape back to the row', async ({
  visit,
}) => {
  await sendFixture('images', 'view one.jpg', 'image/jpeg', 'fixture.jpg');
  await sendFixture('images', 'view two.png', 'image/png', 'fixture.png');
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  await row(page, 'view two.png').click();
  await viewer(page).waitFor();
  const id = await row(page, 'view two.png').getAttribute('data-file-id');
  await page.waitForURL(`${stage?.site}/files/${id}`);
  await pictureShown(page);

  await page.keyboard.press('ArrowRight');
  await viewer(page).getByRole('heading', { name: 'view one.jpg' }).waitFor();
  await expect
    .poll(() =>
      content(page, 'img').evaluate(
        ({ complete, naturalWidth }: HTMLImageElement) => complete && naturalWidth,
      ),
    )
    .toBe(200);
  await page.keyboard.press('ArrowLeft');
  await viewer(page).getByRole('heading', { name: 'view two.png' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  await viewer(page).waitFor({ state: 'detached' });
  await expectFocus(page, 'view one.jpg');
  await page.waitForURL(`${stage?.site}/`);
});

it('a double click on a row opens the file and leaves it open', async ({ visit }) => {
  const name = await sendTable('alice');
  const page = await visit();
  await signIn(page, 'alice');
  await row(page, name).dblclick();
  await viewer(page).getByRole('heading', { name }).waitFor();
  await page.getByTestId('viewer-close').click();
  await viewer(page).waitFor({ state: 'detached' });
});

it('the address of a file opens it after the sign-in, and Back closes it', async ({ visit }) => {
  await sendFixture('images', 'addressed.jpg', 'image/jpeg', 'fixture.jpg');
  const first = await visit();
  await signIn(first, 'alice');
  const id = await row(first, 'addressed.jpg').getAttribute('data-file-id');

  const page = await visit();
  await page.goto(`${stage?.site}/files/${id}`);
  await signIn(page, 'alice');
  await viewer(page).getByRole('heading', { name: 'addressed.jpg' }).waitFor();
  const saved = await downloaded(page, () => page.getByTestId('viewer-download').click());
  expect(saved.suggestedFilename).toBe('addressed.jpg');
  await page.goBack();
  await viewer(page).waitFor({ state: 'detached' });
  await page.waitForURL(`${stage?.site}/`);
  await row(page, 'addressed.jpg').waitFor();
});

it('Back closes the details over the viewer first, then the viewer', async ({ visit }) => {
  await sendFixture('images', 'in layers.jpg', 'image/jpeg', 'fixture.jpg');
  const page = await visit();
  await signIn(page, 'alice');
  await row(page, 'in layers.jpg').click();
  await page.getByTestId('viewer-details').click();
  await page.getByTestId('details').waitFor();
  await page.goBack();
  await page.getByTestId('details').waitFor({ state: 'detached' });
  expect(await viewer(page).isVisible()).toBe(true);
  await page.goBack();
  await viewer(page).waitFor({ state: 'detached' });
});

it('a picture that takes long says so in words', async ({ visit }) => {
  const name = `${randomUUID()}.png`;
  await sendFixture('images', name, 'image/png', 'fixture.png');
  const page = await visit();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const isObject = (url: URL) => url.origin === stage?.s3;
  await page.route(isObject, async (route) => {
    await held;
    await route.continue();
  });
  await signIn(page, 'alice');
  await row(page, name).click();
  await viewer(page).getByText('Opening the file…').waitFor();
  release();
  await content(page, 'img').waitFor();
  await viewer(page).getByText('Opening the file…').waitFor({ state: 'detached' });
  await page.unrouteAll({ behavior: 'wait' });
});

it('the keys of the viewer still work after a click that reached the end of the list', async ({
  visit,
}) => {
  const word = randomUUID();
  const [first, second] = [`${word} one.csv`, `${word} two.csv`];
  for (const name of [first, second]) {
    await send('alice', 'documents', new File(['a,b'], name, { type: 'text/csv' }));
  }
  const page = await visit();
  await signIn(page, 'alice');
  await found(page, word);
  await row(page, second).click();
  await page.getByTestId('next').click();
  await viewer(page).getByRole('heading', { name: first }).waitFor();
  await expect.poll(() => page.getByTestId('next').isDisabled()).toBe(true);
  await page.keyboard.press('ArrowLeft');
  await viewer(page).getByRole('heading', { name: second }).waitFor();
});

it('a swipe across leads to the neighbours', async ({ visit }) => {
  const word = randomUUID();
  const [first, second] = [`${word} one.rtf`, `${word} two.rtf`];
  for (const name of [first, second]) {
    await sendFixture('documents', name, 'application/rtf', 'fixture.rtf');
  }
  const page = await visit({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  await signIn(page, 'alice');
  await found(page, word);
  await row(page, second).getByTestId('open').tap();
  await viewer(page).getByRole('heading', { name: second }).waitFor();
  const devtools = await page.context().newCDPSession(page);
  const swipe = async (from: number, to: number) => {
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: x === undefined ? [] : [{ x, y: 400 }],
      });
    await touch('touchStart', from);
    await touch('touchMove', to);
    await touch('touchEnd');
  };
  await swipe(300, 80);
  await viewer(page).getByRole('heading', { name: first }).waitFor();
  await swipe(80, 300);
  await viewer(page).getByRole('heading', { name: second }).waitFor();
});

it('the viewer shows a title that was changed in its details, and the details open with it', async ({
  visit,
}) => {
  const name = await sendTable('alice');
  const page = await visit();
  await signIn(page, 'alice');
  await row(page, name).click();
  const details = page.getByTestId('details');
  for (const title of [`First ${name}`, `Second ${name}`]) {
    await page.getByTestId('viewer-details').click();
    await saveTitle(details, title);
    await details.getByText('Saved.').waitFor();
    await details.getByTestId('close').click();
    await details.waitFor({ state: 'detached' });
    await viewer(page).getByRole('heading', { name: title }).waitFor();
  }
});

it('a film plays and seeks by ranges, and its arrow keys do not leave it', async ({ visit }) => {
  await sendFixture('videos', 'seek.webm', 'video/webm', 'fixture.webm');
  const page = await visit();
  const ranges: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${stage?.s3}/`)) ranges.push(request.headers().range ?? '');
  });
  await signIn(page, 'alice');
  await found(page, 'seek.webm');
  await row(page, 'seek.webm').click();
  const film = content(page, 'video');
  await expect
    .poll(() => film.evaluate((player: HTMLVideoElement) => player.readyState))
    .toBeGreaterThan(0);
  await expect.poll(() => ranges.some((range) => range.startsWith('bytes='))).toBe(true);
  await film.focus();
  await page.keyboard.press('ArrowRight');
  await viewer(page).getByRole('heading', { name: 'seek.webm' }).waitFor();
});

it('text and PDF open in the browser’s own viewer, and other types offer the download', async ({
  visit,
}) => {
  await send(
    'alice',
    'documents',
    new File(['Hello, reader.'], 'read me.txt', { type: 'text/plain' }),
  );
  await send('alice', 'documents', new File(['Größe,Preis'], 'tables.csv', { type: 'text/csv' }));
  await sendFixture('documents', 'letter.rtf', 'application/rtf', 'fixture.rtf');
  const page = await visit();
  await signIn(page, 'alice');
  await found(page, 'read me.txt');
  await row(page, 'read me.txt').click();
  const frame = page.getByTestId('stage').frameLocator('iframe');
  await frame.getByText('Hello, reader.').waitFor();
  await closeViewer(page);

  await found(page, 'tables.csv');
  await row(page, 'tables.csv').click();
  await frame.getByText('Größe,Preis').waitFor();
  await closeViewer(page);
  await found(page, 'letter.rtf');
  await row(page, 'letter.rtf').click();
  await page.getByText('No browser shows this type of file').waitFor();
});

it('a second view of the list and of a picture loads no object again, not even after a reload', async ({
  visit,
}) => {
  // No other file is found by this word.
  const word = randomUUID();
  const [first, second] = [`${word} one.jpg`, `${word} two.png`];
  await sendFixture('images', first, 'image/jpeg', 'fixture.jpg');
  await sendFixture('images', second, 'image/png', 'fixture.png');
  const page = await visit();
  const signed: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/downloads')) signed.push(request.postData() ?? '');
  });
  await signIn(page, 'alice');
  const show = async () => {
    await found(page, word);
    for (const name of [first, second]) {
      await row(page, name).getByTestId('thumbnail').waitFor();
    }
  };
  await show();
  const ids = await Promise.all(
    [first, second].map(async (name) => String(await row(page, name).getAttribute('data-file-id'))),
  );
  const [forFirst, forSecond] = ids.map((id) => signed.filter((body) => body.includes(id)));
  // Thumbnails share their requests.
  expect(forFirst).toEqual(forSecond);
  await row(page, first).click();
  await pictureShown(page);
  await page.keyboard.press('Escape');
  await viewer(page).waitFor({ state: 'detached' });
  await steppedBack(page);
  const before = signed.length;

  await page.reload();
  await show();
  await row(page, first).click();
  await pictureShown(page);
  const again = signed.slice(before).join();
  expect(ids.filter((id) => again.includes(id))).toEqual([]);
  const cached = await page.evaluate(
    (addresses) =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => addresses.some((id) => name.includes(id)))
        .map((entry) => (entry as PerformanceResourceTiming).transferSize),
    ids,
  );
  expect(cached.length).toBeGreaterThan(0);
  expect(cached.every((size) => size === 0)).toBe(true);
});
