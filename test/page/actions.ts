// What people do to send files. The only place that knows the upload part of the page: its markup may change, the story not.
import type { CDPSession, FileChooser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { tabTo } from './keyboard.ts';

const chooser = (page: Page): Locator => page.getByTestId('file-input');

/** Files as a person has them: paths on disk, or contents with a name that no disk needs to allow. */
type Files = Parameters<Locator['setInputFiles']>[0];

/** Chooses files in the file dialog. */
export const choose = (page: Page, files: Files): Promise<void> =>
  chooser(page).setInputFiles(files);

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
  await tabTo(page, chooser(page));
  const [dialog] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.keyboard.press('Enter'),
  ]);
  return dialog;
}

/** The running upload of a file. */
export const upload = (page: Page, filename: string): Locator =>
  page.getByTestId('upload-row').filter({ hasText: filename });

/** Waits until the first bytes of a file are under way and its progress bar shows them. */
export async function sending(page: Page, filename: string): Promise<void> {
  const bar = upload(page, filename)
    .and(page.locator('[data-phase="uploading"]'))
    .getByTestId('progress');
  const sentBytes = () => bar.evaluate(({ value }: HTMLProgressElement) => value);
  await expect.poll(sentBytes, { timeout: 15_000 }).toBeGreaterThan(0);
}

/** Cancels a running upload. */
export const cancel = (page: Page, filename: string): Promise<void> =>
  upload(page, filename).getByTestId('cancel').click();

/** Slows what the page sends down to `bytesPerSecond`, until released. */
export async function throttleUploads(page: Page, bytesPerSecond: number): Promise<Throttle> {
  const devtools = await page.context().newCDPSession(page);
  await emulate(devtools, bytesPerSecond);
  return { release: () => emulate(devtools, -1) };
}

/** A slow network. */
export interface Throttle {
  release(): Promise<void>;
}

const emulate = async (devtools: CDPSession, uploadThroughput: number): Promise<void> => {
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
};
