// Reloads the page in the middle of uploads whose files the browser can read again: Chromium, with the File System Access API.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  cancel,
  choose,
  clickBrowse,
  handleKept,
  holdLaterParts,
  remembered,
  upload,
} from './actions.ts';
import { film } from './film.ts';
import { listShown, settled, signIn } from './people.ts';
import { it } from './visit.ts';

const MiB = 1024 ** 2;
/** More than Golden Retriever keeps of one file, and several parts. */
const FILM_BYTES = 40 * MiB;

/** What the page's own scripts reach beyond TypeScript's library. */
interface Pickers {
  showOpenFilePicker?: () => Promise<FileSystemFileHandle[]>;
}

/**
 * Replaces the browser's dialog, which no test can operate, by one that returns this film. Its handle is a real one, of the
 * origin's private file system, and survives a reload in IndexedDB. With an `answer`, reading it again needs a click, as on a
 * disk, and this is what the person answers to the browser.
 */
async function filmInDialog(page: Page, name: string, answer?: PermissionState): Promise<void> {
  await page.addInitScript(
    ([film, permission]) => {
      const handle = async () => (await navigator.storage.getDirectory()).getFileHandle(film);
      (window as Pickers).showOpenFilePicker = async () => [await handle()];
      Object.assign(DataTransferItem.prototype, { getAsFileSystemHandle: handle });
      if (!permission) return;
      // The scripts of a test count as a person's action, so that only clicks do here.
      let isClicked = false;
      window.addEventListener(
        'click',
        () => {
          isClicked = true;
        },
        { capture: true },
      );
      Object.assign(FileSystemFileHandle.prototype, {
        async requestPermission() {
          if (isClicked) return permission;
          throw new DOMException('User activation is required.', 'SecurityError');
        },
      });
    },
    [name, answer] as const,
  );
  await page.reload();
  await page.evaluate(
    async ([film, size]) => {
      const root = await navigator.storage.getDirectory();
      const file = await (await root.getFileHandle(film, { create: true })).createWritable();
      const head = new Uint8Array(36);
      const fields = new DataView(head.buffer);
      const write = (at: number, text: string) => head.set(new TextEncoder().encode(text), at);
      fields.setUint32(0, 28);
      write(4, 'ftypisom');
      write(16, 'isomiso2mp41');
      fields.setUint32(28, size - 28);
      write(32, 'mdat');
      await file.write(head);
      await file.write(new Uint8Array(size - head.length).fill(97));
      await file.close();
    },
    [name, FILM_BYTES] as const,
  );
}

/** Reloads the page once a part of the film is stored. */
async function reloadInTheMiddle(page: Page, name: string, begin: () => Promise<void>) {
  page.on('dialog', (dialog) => dialog.accept());
  const parts = await holdLaterParts(page);
  const stored = page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.ok(),
  );
  await begin();
  await stored;
  await remembered(page, name);
  await page.reload();
  await parts.release();
  await listShown(page);
}

it('an upload from the browser’s dialog continues by itself after a reload', async ({ visit }) => {
  const page = await visit();
  await filmInDialog(page, 'dialog.mp4');
  await signIn(page, 'alice');
  await reloadInTheMiddle(page, 'dialog.mp4', async () => {
    await clickBrowse(page);
    await handleKept(page, 'dialog.mp4');
  });
  expect(await settled(page, 'dialog.mp4')).toMatchObject({ status: 'Ready', size: '40 MB' });
  await upload(page, 'dialog.mp4').waitFor({ state: 'detached' });
});

it('after a reload, one click continues the upload of a file that the browser asks about', async ({
  visit,
}) => {
  const page = await visit();
  await filmInDialog(page, 'asked.mp4', 'granted');
  await signIn(page, 'alice');
  await reloadInTheMiddle(page, 'asked.mp4', async () => {
    await clickBrowse(page);
    await handleKept(page, 'asked.mp4');
  });
  await page.getByText('Allow this page to read the file again').waitFor();
  await upload(page, 'asked.mp4').getByRole('button', { name: 'Resume', exact: true }).click();
  expect(await settled(page, 'asked.mp4')).toMatchObject({ status: 'Ready', size: '40 MB' });
});

it.for(['denied', 'prompt'] as const)(
  'after a reload, a file that the person does not let the browser read (%s) waits to be chosen again',
  async (answer, { visit }) => {
    const page = await visit();
    const name = `${answer}.mp4`;
    await filmInDialog(page, name, answer);
    await signIn(page, 'alice');
    await reloadInTheMiddle(page, name, async () => {
      await clickBrowse(page);
      await handleKept(page, name);
    });
    await page.getByText('Allow this page to read the file again').waitFor();
    await upload(page, name).getByRole('button', { name: 'Resume', exact: true }).click();
    await upload(page, name)
      .getByRole('button', { name: 'Waiting for the file: choose it again' })
      .waitFor();
    await page.getByText('Choose the file again to resume its upload.').waitFor();
    await cancel(page, name);
    await upload(page, name).waitFor({ state: 'detached' });
  },
);

it('an upload of a dropped file continues by itself after a reload', async ({ visit }) => {
  const page = await visit();
  await filmInDialog(page, 'dropped.mp4');
  await signIn(page, 'alice');
  await page.locator('.uppy-Dashboard-browse').waitFor();
  const dropFilm = () =>
    page.evaluate(async () => {
      const [handle] = (await (window as Pickers).showOpenFilePicker?.()) ?? [];
      const dataTransfer = new DataTransfer();
      if (handle) dataTransfer.items.add(await handle.getFile());
      const options = { bubbles: true, cancelable: true, dataTransfer };
      document
        .querySelector('#dashboard')
        ?.firstElementChild?.dispatchEvent(new DragEvent('drop', options));
    });
  await reloadInTheMiddle(page, 'dropped.mp4', async () => {
    await dropFilm();
    await handleKept(page, 'dropped.mp4');
  });
  expect(await settled(page, 'dropped.mp4')).toMatchObject({ status: 'Ready', size: '40 MB' });
});

it('after a reload, a file that has to be chosen again waits, and does not hold up the others', async ({
  visit,
}) => {
  const page = await visit();
  await filmInDialog(page, 'with handle.mp4');
  await signIn(page, 'alice');
  const { path } = await film('without.mp4', FILM_BYTES);
  await reloadInTheMiddle(page, 'without.mp4', async () => {
    await choose(page, path);
    await upload(page, 'without.mp4').waitFor();
    await page.getByRole('button', { name: 'Add more files' }).click();
    await clickBrowse(page);
    await remembered(page, 'with handle.mp4');
    await handleKept(page, 'with handle.mp4');
  });
  expect(await settled(page, 'with handle.mp4')).toMatchObject({ status: 'Ready' });
  const again = upload(page, 'without.mp4').getByRole('button', {
    name: 'Waiting for the file: choose it again',
  });
  await again.waitFor();
  await expect.poll(() => page.title()).toBe('Airlock');
  await choose(page, { name: 'later.txt', mimeType: 'text/plain', buffer: Buffer.from('later') });
  await settled(page, 'later.txt');
  await again.click();
  await page
    .locator('.uppy-Dashboard-AddFilesPanel .uppy-Dashboard-input')
    .first()
    .setInputFiles(path);
  expect(await settled(page, 'without.mp4')).toMatchObject({ status: 'Ready', size: '40 MB' });
});
