// Tests the progress display of a running upload.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { cancel, choose, pause, resume, sending, throttleUploads } from './actions.ts';
import { fixture, signIn } from './people.ts';
import { it } from './visit.ts';

const MiB = 1024 ** 2;

async function film(name: string, size: number): Promise<string> {
  const type = (await fixture('fixture-isom.mp4')).subarray(0, 28);
  const folder = await mkdtemp(join(tmpdir(), 'airlock-film-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([type, Buffer.alloc(size - type.length, 'air')]));
  return path;
}

const percentIn = (text: string): number => Number(/(\d+) ?%/.exec(text)?.[1] ?? Number.NaN);
const status = (page: Page) => page.locator('.uppy-StatusBar-statusPrimary');

/** Waits until the page says how much of the upload is done. */
async function percentShown(page: Page): Promise<number> {
  const uploading = status(page).filter({ hasText: /Uploading.*\d ?%/ });
  return percentIn((await uploading.textContent()) ?? '');
}

it('a pause never lowers the shown progress, and the window title shows it', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const network = await throttleUploads(page, MiB / 2);
  await choose(page, await film('steady.mp4', 40 * MiB));
  await sending(page, 'steady.mp4');
  await expect.poll(async () => percentIn(await page.title())).toBeGreaterThan(8);
  const shown = await percentShown(page);
  await pause(page, 'steady.mp4');
  await page.getByText('Paused').first().waitFor();
  await resume(page, 'steady.mp4');
  expect(await percentShown(page)).toBeGreaterThanOrEqual(shown);
  await cancel(page, 'steady.mp4');
  await expect.poll(() => page.title()).toBe('Airlock');
  await network.release();
});

it('the page shows “Offline” instead of a remaining time while there is no network', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'alice');
  const network = await throttleUploads(page, MiB / 2);
  await choose(page, await film('offline.mp4', 40 * MiB));
  await sending(page, 'offline.mp4');
  await network.cut();
  await status(page).filter({ hasText: 'Offline' }).waitFor();
  await expect.poll(() => page.locator('.uppy-StatusBar').textContent()).not.toMatch(/\d ?s left/);
  await network.release();
  await status(page).filter({ hasText: 'Uploading' }).waitFor();
  await cancel(page, 'offline.mp4');
});
