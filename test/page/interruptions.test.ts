import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  bytesRemembered,
  cancel,
  choose,
  chooseAgain,
  holdLaterParts,
  pause,
  remembered,
  resume,
  retry,
  sending,
  throttleUploads,
  upload,
  waitingForFile,
} from './actions.ts';
import { unfinishedUploads } from './behind.ts';
import { film } from './film.ts';
import { downloaded, listed, listShown, row, settled, signIn } from './people.ts';
import { refuse, theIssue } from './states/answers.ts';
import { it, stage } from './visit.ts';

const MiB = 1024 ** 2;

/** Records the numbers of the parts that S3 has stored. */
function watchParts(page: Page) {
  const stored: number[] = [];
  page.on('response', (response) => {
    const { searchParams } = new URL(response.url());
    if (response.request().method() !== 'PUT' || !response.ok()) return;
    stored.push(Number(searchParams.get('partNumber')));
  });
  return {
    stored,
    count: (least: number) => expect.poll(() => stored.length).toBeGreaterThanOrEqual(least),
  };
}

/** The id of the next issued file. */
const issuedId = (page: Page): Promise<string> =>
  page
    .waitForResponse(
      (response) => response.request().method() === 'POST' && response.status() === 201,
    )
    .then(async (response) => ((await response.json()) as { file: { id: string } }).file.id);

const leaveWhenAsked = (page: Page) => page.on('dialog', (dialog) => dialog.accept());

it('a paused upload sends no part until it is resumed, then completes', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  // So slow that no part is stored before the pause.
  const network = await throttleUploads(page, MiB / 8);
  const { path, bytes } = await film('rested.mp4', 40 * MiB);
  await choose(page, path);
  await sending(page, 'rested.mp4');
  await pause(page, 'rested.mp4');
  await page.getByText('Paused').first().waitFor();
  const parts = watchParts(page);
  await network.release();
  // Another whole upload takes long enough for the paused one to continue if it could.
  await choose(page, {
    name: 'b.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('another file'),
  });
  await settled(page, 'b.txt');
  expect(parts.stored).toEqual([]);

  await resume(page, 'rested.mp4');
  expect(await settled(page, 'rested.mp4')).toMatchObject({ status: 'Ready', size: '40 MB' });
  const download = () => row(page, 'rested.mp4').getByTestId('download').click();
  expect((await downloaded(page, download)).bytes.equals(bytes)).toBe(true);
});

it('a reload loses no stored part: the same file, chosen again, resumes', async ({ visit }) => {
  const page = await visit();
  leaveWhenAsked(page);
  await signIn(page, 'alice');
  const parts = await holdLaterParts(page);
  const { path, bytes } = await film('long.mp4', 40 * MiB);
  const before = watchParts(page);
  await choose(page, path);
  await before.count(1);
  await remembered(page, 'long.mp4');
  await page.reload();
  expect(before.stored).toEqual([1]);
  await parts.release();

  const after = watchParts(page);
  await listShown(page);
  await waitingForFile(page, 'long.mp4').waitFor();
  // The Dashboard alone shows it; a list that is there before the Dashboard has it for a moment.
  await expect.poll(() => listed(page)).not.toContain('long.mp4');
  await chooseAgain(page, 'long.mp4', path);
  expect(await settled(page, 'long.mp4')).toMatchObject({ status: 'Ready', size: '40 MB' });
  // No part is sent twice, and none is missing; the report of the last one may follow the verdict.
  const inOrder = () => [1, ...after.stored].toSorted((one, other) => one - other);
  await after.count(1);
  await expect.poll(() => inOrder().every((part, index) => part === index + 1)).toBe(true);
  const download = () => row(page, 'long.mp4').getByTestId('download').click();
  expect((await downloaded(page, download)).bytes.equals(bytes)).toBe(true);
});

/** Keeps the page from restoring interrupted uploads until `release`, as a slow machine does. */
async function holdRestoring(page: Page): Promise<{ release(): Promise<void> }> {
  await page.addInitScript(() => {
    const { promise: released, resolve } = Promise.withResolvers<void>();
    Object.assign(window, { restoreUploads: resolve });
    const original = navigator.locks.request.bind(navigator.locks);
    Object.assign(navigator.locks, {
      // The lock of the tab that restores uploads; without its time limit.
      request: (name: string, ...rest: [LockGrantedCallback<unknown>]) =>
        name.startsWith('airlock-alice')
          ? released.then(() => original(name, rest.at(-1) as LockGrantedCallback<unknown>))
          : original(name, ...rest),
    });
  });
  return {
    release: () => page.evaluate(() => (window as { restoreUploads?(): void }).restoreUploads?.()),
  };
}

it('a file that is added before the interrupted uploads are restored is uploaded beside them', async ({
  visit,
}) => {
  const page = await visit();
  leaveWhenAsked(page);
  await signIn(page, 'alice');
  const parts = await holdLaterParts(page);
  const { path } = await film('interrupted first.mp4', 14 * MiB);
  await choose(page, path);
  await remembered(page, 'interrupted first.mp4');
  const restoring = await holdRestoring(page);
  await page.reload();
  await parts.release();

  const network = await throttleUploads(page, 5_000);
  const buffer = Buffer.from('Text.\n'.repeat(50_000));
  await choose(page, { name: 'added early.txt', mimeType: 'text/plain', buffer });
  await sending(page, 'added early.txt');
  await restoring.release();
  await waitingForFile(page, 'interrupted first.mp4').waitFor();
  await network.release();
  expect(await settled(page, 'added early.txt')).toMatchObject({ status: 'Ready' });
  await chooseAgain(page, 'interrupted first.mp4', path);
  expect(await settled(page, 'interrupted first.mp4')).toMatchObject({ status: 'Ready' });
});

it('a small file resumes after a reload without being chosen again', async ({ visit }) => {
  const page = await visit();
  leaveWhenAsked(page);
  await signIn(page, 'alice');
  const network = await throttleUploads(page, MiB / 8);
  const { path } = await film('short.mp4', 8 * MiB);
  const issued = issuedId(page);
  await choose(page, path);
  const fileId = await issued;
  await sending(page, 'short.mp4');
  await remembered(page, 'short.mp4');
  await bytesRemembered(page);
  await page.reload();
  await network.release();
  expect(await settled(page, 'short.mp4')).toMatchObject({ status: 'Ready', size: '8 MB' });
  expect(await row(page, 'short.mp4').getAttribute('data-file-id')).toBe(fileId);
});

it('a second tab does not touch the uploads of the first tab', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const network = await throttleUploads(page, MiB / 8);
  const { path } = await film('first.mp4', 8 * MiB);
  await choose(page, path);
  await sending(page, 'first.mp4');

  const second = await page.context().newPage();
  const issued: string[] = [];
  second.on('request', (request) => {
    if (request.method() === 'POST' && request.url() === `${stage?.api}/files`) {
      issued.push((request.postDataJSON() as { filename: string }).filename);
    }
  });
  await second.goto(page.url());
  await listShown(second);
  await choose(second, { name: 'd.txt', mimeType: 'text/plain', buffer: Buffer.from('mine') });
  await settled(second, 'd.txt');
  expect(await upload(second, 'first.mp4').count()).toBe(0);
  await network.release();
  await settled(page, 'first.mp4');
  expect(issued).toEqual(['d.txt']);
});

it('a cancelled upload leaves no parts in the bucket', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const laterParts = await holdLaterParts(page);
  const { path } = await film('unwanted.mp4', 40 * MiB);
  const issued = issuedId(page);
  const parts = watchParts(page);
  await choose(page, path);
  const fileId = await issued;
  await parts.count(1);
  await expect.poll(() => unfinishedUploads(fileId)).toBe(1);
  await cancel(page, 'unwanted.mp4');
  await upload(page, 'unwanted.mp4').waitFor({ state: 'detached' });
  await laterParts.release();
  // The purge runs from the table's stream.
  await expect.poll(() => unfinishedUploads(fileId)).toBe(0);
  await page.reload();
  await listShown(page);
  expect(await listed(page)).not.toContain('unwanted.mp4');
  await expect.poll(() => upload(page, 'unwanted.mp4').count()).toBe(0);
});

it('a temporary network outage loses no stored part', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const laterParts = await holdLaterParts(page);
  const { path } = await film('far.mp4', 40 * MiB);
  const parts = watchParts(page);
  await choose(page, path);
  await parts.count(1);
  const network = await throttleUploads(page, MiB);
  await laterParts.release();
  const lost = page.waitForEvent('requestfailed');
  await network.cut();
  await lost;
  await page.getByTestId('message').filter({ hasText: 'You are offline' }).waitFor();
  await network.release();
  expect(await settled(page, 'far.mp4')).toMatchObject({ status: 'Ready', size: '40 MB' });
  // The answer about a stored part may be lost in the outage; the part is not sent again all the same.
  expect(parts.stored.toSorted()).toEqual([...new Set(parts.stored)].toSorted());
  await page.getByTestId('message').waitFor({ state: 'hidden' });
});

it('a refusal is shown beside its file, and the file can be retried', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const endRefusal = await refuse(page, theIssue, {
    code: 'quota_exceeded',
    resource: 'files',
    used: 10,
    limit: 10,
    needed: 1,
  });
  await choose(page, { name: 'c.txt', mimeType: 'text/plain', buffer: Buffer.from('one more') });
  await upload(page, 'c.txt')
    .getByLabel('You have 10 of 10 files. Delete one that you no longer need and try again.')
    .waitFor();
  await endRefusal();
  await retry(page, 'c.txt');
  expect(await settled(page, 'c.txt')).toMatchObject({ status: 'Ready' });
  await upload(page, 'c.txt').waitFor({ state: 'detached' });
});
