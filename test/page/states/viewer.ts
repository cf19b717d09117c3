// States of the viewer: each kind of file, one that takes long, one that cannot be shown, and a download without a network.
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { closeViewer } from '../dialogs.ts';
import { downloaded, listShown, row } from '../people.ts';
import { stage } from '../visit.ts';
import { hold } from './answers.ts';
import { lastFile, signInToFiles } from './files.ts';
import type { Show, Walk } from './walk.ts';

const open = (page: Page, name: string): Promise<void> =>
  row(page, name).getByTestId('open').click();

async function close(page: Page): Promise<void> {
  await closeViewer(page);
  await listShown(page);
}

/** Shows a file once its content is there, which `element` holds. */
async function view(
  page: Page,
  [name, element]: readonly [string, string],
  then: () => Promise<void>,
) {
  await open(page, name);
  const content = page.getByTestId('stage').locator(element);
  await content.waitFor();
  await page.locator('[data-testid="stage"][aria-busy="false"]').waitFor();
  if (element === 'video') await firstFrame(page);
  const frame = page.getByTestId('stage').locator('iframe');
  if ((await frame.count()) > 0) await textDrawn(frame);
  await then();
  await close(page);
}

/** Waits until the player shows a picture, and not its own sign of waiting. */
const firstFrame = (page: Page) =>
  page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);

/** Of 255 levels: how far apart the darkest and the brightest point of a text that can be read are at least. */
const READABLE = 128;

/** Waits until the browser's own viewer has drawn what can be read; it chooses the colour of letters by the scheme. */
const textDrawn = (frame: Locator) =>
  expect
    .poll(async () => {
      const drawn = await frame.screenshot();
      const [levels] = (await sharp(drawn).greyscale().stats()).channels;
      return levels && levels.max - levels.min;
    })
    .toBeGreaterThan(READABLE);

const kinds: readonly (readonly [state: string, name: string, element: string])[] = [
  ['viewer-picture', lastFile, 'img'],
  ['viewer-film', 'Walk along the pier.webm', 'video'],
  ['viewer-sound', 'Fog horn.mp3', 'audio'],
  ['viewer-text', 'Tides.txt', 'iframe'],
  // A phone has no viewer for PDF.
  ['viewer-pdf', 'Lease of the harbour office.pdf', 'iframe, p'],
  ['viewer-heic', 'Dusk.heic', 'p'],
  ['viewer-document', 'Minutes of the annual meeting.docx', 'p'],
  ['viewer-rejected', 'holiday.png', 'p'],
];

export const viewer: Walk = {
  states: [
    ...['viewer-waiting', 'viewer-failed', 'viewer-download-waits'],
    ...kinds.map(([state]) => state),
    'no-such-file',
  ],
  async lead(page, show: Show) {
    const isObject = (url: URL) => url.origin === new URL(stage?.s3 ?? '').origin;
    await signInToFiles(page);

    const release = await hold(page, isObject);
    await open(page, 'Chart.png');
    await page.getByTestId('stage').locator('.wait').waitFor();
    await show('viewer-waiting');
    await close(page);
    await release();

    await page.route(isObject, (route) => route.abort('internetdisconnected'));
    await open(page, 'Fog horn.mp3');
    await page.getByTestId('stage').locator('p').waitFor();
    await show('viewer-failed');
    await close(page);
    await page.unroute(isObject);

    await view(page, [lastFile, 'img'], async () => {
      await page.context().setOffline(true);
      await downloaded(page, async () => {
        await page.getByTestId('viewer-download').click();
        await page.getByTestId('viewer-note').filter({ hasText: /\S/ }).waitFor();
        await show('viewer-download-waits');
        await page.context().setOffline(false);
      });
    });

    for (const [state, name, element] of kinds) {
      await view(page, [name, element], () => show(state));
    }

    await page.goto(`${stage?.site}/files/${crypto.randomUUID()}`);
    await page.getByTestId('message').waitFor();
    await listShown(page);
    await show('no-such-file');
  },
};
