// User actions on uploads. Only this file knows the markup of the upload part of the page.
import type { CDPSession, FileChooser, Locator, Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { recordsIn } from '../browser-database.ts';
import { tabTo } from './keyboard.ts';

/** Files to choose: paths on disk, or contents with any name. */
type Files = Parameters<Locator['setInputFiles']>[0];

const browse = (page: Page): Locator => page.locator('.uppy-Dashboard-browse');
const addMore = (page: Page): Locator => page.locator('.uppy-DashboardContent-addMore');

/** For one attempt at a click on what may vanish before. */
const CLICK_MS = 2_000;

/** Chooses files in the file dialog. */
export async function choose(page: Page, files: Files): Promise<void> {
  // The second one is for folders.
  const input = page.locator('.uppy-Dashboard-input').first();
  // While files are on the Dashboard, a button offers it; with the last file, both vanish, and the empty Dashboard offers it.
  const isOffered = async () => {
    if ((await input.count()) > 0) return true;
    await addMore(page)
      .click({ timeout: CLICK_MS })
      .catch(() => {});
    return false;
  };
  await expect.poll(isOffered).toBe(true);
  await input.setInputFiles(files);
}

/** Opens the file dialog of a browser that gives handles of the chosen files. */
export const clickBrowse = (page: Page): Promise<void> => browse(page).click();

/** Drops files from outside the browser, as one gesture of the mouse. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  // Appears after sign-in by itself; a drop while it appears reaches neither it nor what was there before.
  await page.locator('.uppy-Dashboard-inner').waitFor();
  const zone = await page.getByTestId('drop-zone').boundingBox();
  if (!zone) throw new Error('The drop zone is not on the page.');
  const devtools = await page.context().newCDPSession(page);
  // The browser drops nothing until the page has answered a move that it takes the files, so that the second follows the answer.
  for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: zone.x + zone.width / 2,
      y: zone.y + zone.height / 2,
      data: { items: [], files: [...paths], dragOperationsMask: 1 },
    });
  }
  await devtools.detach();
}

/** Opens the file dialog by the keyboard alone. */
export async function openChooserByKeyboard(page: Page): Promise<FileChooser> {
  // The dialog of browsers that give handles cannot be operated by a test.
  await page.evaluate(() => Object.assign(window, { showOpenFilePicker: undefined }));
  // Awaited before the key press: the browser emits the event with a delay.
  const dialog = page.waitForEvent('filechooser');
  await tabTo(page, browse(page));
  await page.keyboard.press('Enter');
  return dialog;
}

/** A file on the Dashboard. */
export const upload = (page: Page, filename: string): Locator =>
  page.locator('.uppy-Dashboard-Item').filter({ has: page.getByTitle(filename, { exact: true }) });

/** Waits until bytes are being uploaded and the file shows its progress ring. */
export async function sending(page: Page, filename: string): Promise<void> {
  await upload(page, filename).locator('.uppy-Dashboard-Item-progressIcon--progress').waitFor();
  const amount = page.locator('.uppy-StatusBar-additionalInfo');
  await expect.poll(() => amount.textContent()).toMatch(/[1-9].* (?:of|von) /);
}

/**
 * Waits until a file would be on the Dashboard again after a reload, as the upload that was issued for it: Golden Retriever
 * saves its state with a delay, and without that upload the list shows the pending file beside the Dashboard.
 */
export async function remembered(page: Page, filename: string): Promise<void> {
  const isRemembered = async () =>
    (await recordsIn(page, 'uppy-blobs', 'metadata'))
      .flatMap((record) => Object.values(JSON.parse((record as Snapshot).metadata).files))
      .some((file) => {
        const { name, airlock } = file as { readonly name: string; readonly airlock?: unknown };
        return name === filename && airlock !== undefined;
      });
  await expect.poll(isRemembered).toBe(true);
}

/** The state of the Dashboard as Golden Retriever saves it. */
interface Snapshot {
  readonly metadata: string;
}

/** Waits until Golden Retriever has saved the bytes of a file, which it does with small ones. */
export async function bytesRemembered(page: Page): Promise<void> {
  await expect.poll(async () => (await recordsIn(page, 'uppy-blobs', 'files')).length).toBe(1);
}

/** Waits until the handle of a chosen file is kept, by which the page reads it again after a reload. */
export async function handleKept(page: Page, filename: string): Promise<void> {
  const names = async () =>
    (await recordsIn(page, 'airlock-files', 'files')).map(
      (entry) => (entry as { readonly name: string }).name,
    );
  await expect.poll(names).toContain(filename);
}

/** Cancels an upload, or removes a failed one. */
export const cancel = (page: Page, filename: string): Promise<void> =>
  upload(page, filename)
    .getByRole('button', { name: /^Cancel | abbrechen$/ })
    .click();

/** Pauses one upload. */
export const pause = (page: Page, filename: string): Promise<void> =>
  upload(page, filename).getByRole('button', { name: 'Pause this file' }).click();

/** Resumes one upload. */
export const resume = (page: Page, filename: string): Promise<void> =>
  upload(page, filename).getByRole('button', { name: 'Resume this file' }).click();

/** Retries a failed upload. */
export const retry = (page: Page, filename: string): Promise<void> =>
  upload(page, filename).getByRole('button', { name: 'Try again to upload' }).click();

/** The button by which a file whose bytes were lost in a reload is chosen again, in English and in German. */
export const waitingForFile = (page: Page, filename: string): Locator =>
  upload(page, filename).getByRole('button', { name: /choose it again|neu wählen/ });

/** Waits until the page asks for a file whose bytes were lost in a reload, and chooses it again. */
export async function chooseAgain(page: Page, filename: string, path: string): Promise<void> {
  await waitingForFile(page, filename).click();
  await page
    .locator('.uppy-Dashboard-AddFilesPanel .uppy-Dashboard-input')
    .first()
    .setInputFiles(path);
}

/** Holds back every part after the first, so that an upload stays unfinished; `release` sends them. */
export async function holdLaterParts(page: Page): Promise<{ release(): Promise<void> }> {
  const isLaterPart = (url: URL) => Number(url.searchParams.get('partNumber')) > 1;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const hold = async (route: Route) => {
    await released;
    // After a reload the request does not exist any more.
    await route.continue().catch(() => {});
  };
  await page.route(isLaterPart, hold);
  return {
    async release() {
      release();
      await page.unroute(isLaterPart, hold);
    },
  };
}

/** Limits the page's upload rate to `bytesPerSecond` until released. */
export async function throttleUploads(page: Page, bytesPerSecond: number): Promise<Throttle> {
  const devtools = await page.context().newCDPSession(page);
  await emulate(devtools, bytesPerSecond);
  return {
    release: () => emulate(devtools, -1),
    // At the same rate: Chromium would send the rest of a request at full speed before it ends the others.
    cut: () => emulate(devtools, bytesPerSecond, true),
  };
}

/** Bytes per second at which a slow upload lasts minutes, also on a busy machine. */
export const SLOW = 4_000;

/** Starts the upload of a text that does not end before the returned network is released. */
export async function uploadSlowly(page: Page, filename: string): Promise<Throttle> {
  const network = await throttleUploads(page, SLOW);
  const buffer = Buffer.from('Text.\n'.repeat(200_000));
  await choose(page, { name: filename, mimeType: 'text/plain', buffer });
  await sending(page, filename);
  return network;
}

/** A slow network. */
export interface Throttle {
  release(): Promise<void>;
  /** Disconnects the network. */
  cut(): Promise<void>;
}

const emulate = async (
  devtools: CDPSession,
  uploadThroughput: number,
  offline = false,
): Promise<void> => {
  await devtools.send('Network.emulateNetworkConditions', {
    offline,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
};
