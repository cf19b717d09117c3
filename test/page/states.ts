// The states of the page, each reached as a user reaches it: for tests of accessibility and for screenshots.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { cancel, choose, remembered, sending, throttleUploads, waitingForFile } from './actions.ts';
import { closeDetails, createLink, openDetails, share } from './details.ts';
import { closeViewer, steppedBack } from './dialogs.ts';
import { fixture, listShown, row, settled, signIn, type Username } from './people.ts';
import { deleteSelected } from './selected.ts';
import { send } from './send.ts';
import { stage } from './visit.ts';

/** More than Golden Retriever keeps. */
const LONG_FILM_BYTES = 12 * 1024 ** 2;

/** Called in each state, with its name. */
export type OnState = (name: string) => Promise<void>;

const sendFixture = async (
  username: Username,
  collection: string,
  from: string,
  name: string,
  type: string,
) => send(username, collection, new File([new Uint8Array(await fixture(from))], name, { type }));

/** Uploads what the states show. */
export async function sendFiles(username: Username): Promise<void> {
  await sendFixture(username, 'images', 'fixture.exe', 'holiday.png', 'image/png');
  await sendFixture(
    username,
    'documents',
    'fixture.pdf',
    'Lease of the harbour office.pdf',
    'application/pdf',
  );
  await sendFixture(username, 'images', 'fixture.png', 'Chart.png', 'image/png');
  await sendFixture(username, 'videos', 'fixture.webm', 'Walk along the pier.webm', 'video/webm');
  const dusk = readFileSync(new URL('../fixtures/pictures/dusk.heic', import.meta.url));
  await send(
    username,
    'images',
    new File([new Uint8Array(dusk)], 'Dusk.heic', { type: 'image/heic' }),
  );
  await sendFixture(username, 'avatars', 'fixture.jpg', 'Sleeping cats.jpg', 'image/jpeg');
}

/** A film that is too large to be kept by the browser. */
async function longFilm(): Promise<Buffer> {
  const head = (await fixture('fixture-isom.mp4')).subarray(0, 28);
  const film = Buffer.concat([head, Buffer.alloc(LONG_FILM_BYTES, 'air')]);
  film.writeUInt32BE(LONG_FILM_BYTES, head.length);
  film.write('mdat', head.length + 4);
  return film;
}

/** Leads a signed-out page through its states; German where `page` prefers it. */
export async function walkThroughStates(
  page: Page,
  username: Username,
  onState: OnState,
): Promise<void> {
  await page.getByTestId('sign-in').waitFor();
  await onState('welcome');
  await signIn(page, username);
  await settled(page, 'Sleeping cats.jpg');
  await row(page, 'Sleeping cats.jpg').scrollIntoViewIfNeeded();
  await row(page, 'Sleeping cats.jpg').getByTestId('thumbnail').waitFor();
  await onState('list');

  await page.getByTestId('account-menu').click();
  await page.getByTestId('account').waitFor();
  await onState('account');
  await page.keyboard.press('Escape');

  await page.getByTestId('select').nth(1).check();
  await onState('selection');
  await deleteSelected(page);
  await onState('undo');
  await page.getByTestId('undo').click();

  await page.getByTestId('search').fill('no file has this name');
  await page.locator('#empty').waitFor();
  await onState('nothing-found');
  await page.getByTestId('search').fill('');
  await row(page, 'Sleeping cats.jpg').waitFor();

  await viewFile(page, 'Sleeping cats.jpg', 'img', () => onState('viewer-picture'));
  await viewFile(page, 'Walk along the pier.webm', 'video', () => onState('viewer-film'));

  await viewFile(page, 'Dusk.heic', 'p', () => onState('viewer-heic'));

  const dialog = await openDetails(page, 'Sleeping cats.jpg');
  await dialog.getByTestId('public-url').waitFor();
  await createLink(dialog);
  await share(dialog, 'bob@example.com');
  await onState('details');
  await dialog.getByTestId('delete').click();
  await page.getByTestId('confirmation').waitFor();
  await onState('delete-confirmation');
  await page.getByTestId('keep').click();
  await page.getByTestId('confirmation').waitFor({ state: 'detached' });
  await steppedBack(page);
  await closeDetails(dialog);

  const program = { mimeType: 'application/x-msdownload', buffer: await fixture('fixture.exe') };
  await choose(
    page,
    ['one.exe', 'two.exe', 'three.exe'].map((name) => ({ name, ...program })),
  );
  await page.getByTestId('message').locator('li').first().waitFor();
  await onState('refused-files');
  await page.getByTestId('message').getByRole('button').click();

  // So slow that a screenshot and axe on a busy machine see it under way.
  const network = await throttleUploads(page, 4_000);
  const minutes = {
    name: 'Minutes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Text.\n'.repeat(400_000)),
  };
  await choose(page, minutes);
  await sending(page, minutes.name);
  await page.getByTestId('drop-zone').scrollIntoViewIfNeeded();
  await onState('uploading');
  await cancel(page, minutes.name);

  const film = { name: 'Regatta.mp4', mimeType: 'video/mp4', buffer: await longFilm() };
  await choose(page, film);
  await remembered(page, film.name);
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();
  await waitingForFile(page, film.name).waitFor();
  await page.getByTestId('drop-zone').scrollIntoViewIfNeeded();
  await onState('waiting');
  await cancel(page, film.name);
  await network.release();

  await page.goto(`${stage?.site}/no/such.html`);
  await onState('not-found');
}

async function viewFile(
  page: Page,
  name: string,
  element: string,
  then: () => Promise<void>,
): Promise<void> {
  await row(page, name).getByTestId('open').click();
  await page.getByTestId('stage').locator(element).waitFor();
  await page.locator('[data-testid="stage"][aria-busy="false"]').waitFor();
  await then();
  await closeViewer(page);
  await listShown(page);
}
