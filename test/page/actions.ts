// User actions on uploads. Only this file knows the markup of the upload part of the page.
import type { CDPSession, FileChooser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { tabTo } from './keyboard.ts';

/** Files to choose: paths on disk, or contents with any name. */
type Files = Parameters<Locator['setInputFiles']>[0];

const browse = (page: Page): Locator => page.locator('.uppy-Dashboard-browse');
const addMore = (page: Page): Locator => page.getByRole('button', { name: 'Add more files' });

/** Chooses files in the file dialog. */
export async function choose(page: Page, files: Files): Promise<void> {
  await browse(page).or(addMore(page)).first().waitFor();
  if (!(await browse(page).isVisible())) await addMore(page).click();
  // The second one is for folders.
  await page.locator('.uppy-Dashboard-input').first().setInputFiles(files);
}

/** Drops files from outside the browser, as one gesture of the mouse. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const zone = await page.getByTestId('drop-zone').boundingBox();
  if (!zone) throw new Error('The drop zone is not on the page.');
  const devtools = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
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
  await expect.poll(() => amount.textContent(), { timeout: 15_000 }).toMatch(/[1-9].* of /);
}

/** Cancels an upload, or removes a failed one. */
export const cancel = (page: Page, filename: string): Promise<void> =>
  upload(page, filename)
    .getByRole('button', { name: `Cancel ${filename}` })
    .click();

/** Pauses one upload. */
export const pause = (page: Page, filename: string): Promise<void> =>
  upload(page, filename).getByRole('button', { name: 'Pause this file' }).click();

/** Resumes one upload. */
export const resume = (page: Page, filename: string): Promise<void> =>
  upload(page, filename).getByRole('button', { name: 'Resume this file' }).click();

/** Retries a failed upload. */
export const retry = (page: Page, filename: string): Promise<void> =>
  upload(page, filename).getByRole('button', { name: 'Try this file again' }).click();

/** Waits until the page asks for a file whose bytes were lost in a reload, and chooses it again. */
export async function chooseAgain(page: Page, filename: string, path: string): Promise<void> {
  await upload(page, filename).getByRole('button', { name: 'Choose again' }).click();
  await page
    .locator('.uppy-Dashboard-AddFilesPanel .uppy-Dashboard-input')
    .first()
    .setInputFiles(path);
}

/** Limits the page's upload rate to `bytesPerSecond` until released. */
export async function throttleUploads(page: Page, bytesPerSecond: number): Promise<Throttle> {
  const devtools = await page.context().newCDPSession(page);
  await emulate(devtools, bytesPerSecond);
  return { release: () => emulate(devtools, -1), cut: () => emulate(devtools, 0, true) };
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
