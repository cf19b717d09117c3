// States of the part that uploads.
import type { Page } from 'playwright-core';
import {
  cancel,
  choose,
  remembered,
  SLOW,
  sending,
  throttleUploads,
  upload,
  waitingForFile,
} from '../actions.ts';
import { fixture, signIn } from '../people.ts';
import { stage } from '../visit.ts';
import { hold, listFiles, refuse, theIssue } from './answers.ts';
import { dashboardShown, scrollToTop, viewer } from './files.ts';
import type { Walk } from './walk.ts';

/** More than Golden Retriever keeps. */
const LONG_FILM_BYTES = 12 * 1024 ** 2;

const lines = (name: string, count: number) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from('Text.\n'.repeat(count)),
});

/** A film that is too large to be kept by the browser. */
async function longFilm(): Promise<Buffer> {
  const head = (await fixture('fixture-isom.mp4')).subarray(0, 28);
  const film = Buffer.concat([head, Buffer.alloc(LONG_FILM_BYTES, 'air')]);
  film.writeUInt32BE(LONG_FILM_BYTES, head.length);
  film.write('mdat', head.length + 4);
  return film;
}

const pauseOrResume = (page: Page) => page.locator('[data-cy="togglePauseResume"]').click();

async function cancelAll(page: Page): Promise<void> {
  await page.locator('.uppy-DashboardContent-back').first().click();
  await page.locator('.uppy-Dashboard-AddFiles').first().waitFor();
}

export const uploads: Walk = {
  states: [
    'dragging',
    'uploading',
    'adding-more',
    'uploading-several',
    'paused',
    'offline',
    'validating',
    'not-uploaded',
    'over-quota',
    'waiting',
  ],
  async lead(page, show) {
    // Whatever was uploaded before, the list is the same.
    await listFiles(page, []);
    await signIn(page, viewer);
    await dashboardShown(page);
    const devtools = await page.context().newCDPSession(page);
    const zone = await page.getByTestId('drop-zone').boundingBox();
    const at = { x: (zone?.x ?? 0) + 20, y: (zone?.y ?? 0) + 20 };
    const data = { items: [], files: ['/dragged.pdf'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, ...at, data });
    }
    await page.locator('.uppy-Dashboard--isDraggingOver, .dashboard.over').first().waitFor();
    await show('dragging');
    await devtools.detach();
    // Only a real hand takes the file away again.
    await page.reload();
    await dashboardShown(page);

    const network = await throttleUploads(page, SLOW);
    await choose(page, lines('Minutes.txt', 400_000));
    await sending(page, 'Minutes.txt');
    await scrollToTop(page);
    await show('uploading');
    await page.locator('.uppy-DashboardContent-addMore').click();
    await page.locator('.uppy-Dashboard-AddFilesPanel').waitFor();
    await show('adding-more');
    await page.locator('.uppy-Dashboard-AddFilesPanel .uppy-DashboardContent-back').click();
    await page.locator('.uppy-Dashboard-AddFilesPanel').waitFor({ state: 'detached' });
    await choose(
      page,
      ['Agenda of the meeting in November.txt', 'Budget.txt', 'Crew.txt', 'Damages.txt'].map(
        (name) => lines(name, 200_000),
      ),
    );
    await sending(page, 'Damages.txt');
    await show('uploading-several');
    await pauseOrResume(page);
    await page
      .locator('.uppy-StatusBar-content .uppy-StatusBar-spinner')
      .waitFor({ state: 'detached' });
    await show('paused');
    await pauseOrResume(page);
    await network.cut();
    await page.getByTestId('message').waitFor();
    await show('offline');
    await network.release();
    await page.getByTestId('message').waitFor({ state: 'hidden' });
    await cancelAll(page);

    const isAskedAbout = (url: URL) =>
      url.origin === stage?.api && /^\/files\/[\w-]+$/.test(url.pathname);
    const release = await hold(page, isAskedAbout);
    await choose(page, lines('Agenda.txt', 10));
    await page.locator('.is-postprocessing').waitFor();
    await show('validating');
    await release();
    await upload(page, 'Agenda.txt').waitFor({ state: 'detached' });

    const endRefusal = await refuse(page, theIssue);
    await choose(page, lines('Secret.txt', 10));
    await upload(page, 'Secret.txt').and(page.locator('.is-error')).waitFor();
    await show('not-uploaded');
    await cancel(page, 'Secret.txt');
    await endRefusal();
    const endQuota = await refuse(page, theIssue, {
      code: 'quota_exceeded',
      resource: 'bytes',
      used: 99_900_000_000,
      limit: 100_000_000_000,
      needed: 1_200_000_000,
    });
    await choose(page, lines('Everything that was said.txt', 10));
    await upload(page, 'Everything that was said.txt').and(page.locator('.is-error')).waitFor();
    await show('over-quota');
    await cancel(page, 'Everything that was said.txt');
    await endQuota();

    const slow = await throttleUploads(page, SLOW);
    const film = { name: 'Regatta.mp4', mimeType: 'video/mp4', buffer: await longFilm() };
    await choose(page, film);
    await remembered(page, film.name);
    page.once('dialog', (dialog) => dialog.accept());
    await page.reload();
    await waitingForFile(page, film.name).waitFor();
    await scrollToTop(page);
    await show('waiting');
    await cancel(page, film.name);
    await slow.release();
  },
};
