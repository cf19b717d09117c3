// What the Dashboard says is so: one count of files, nothing that runs after a reload, errors that can be read whole.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { cancel, choose, holdLaterParts, remembered, throttleUploads, upload } from './actions.ts';
import { openDetails } from './details.ts';
import { fixture, listShown, row, settled, signIn } from './people.ts';
import { send } from './send.ts';
import { refuse, theIssue } from './states/answers.ts';
import { it, stage } from './visit.ts';

const MiB = 1024 ** 2;
const text = (name: string, contents: string | Buffer) => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(contents),
});

/** What the Dashboard says about numbers of files. */
const counts = async (page: Page): Promise<string[]> =>
  ((await page.getByTestId('drop-zone').textContent()) ?? '').match(/\d+ (?:of \d+ )?files?/g) ??
  [];

it('the page shows exactly one count of files while several are uploaded', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'dora');
  const network = await throttleUploads(page, 5_000);
  await choose(
    page,
    ['a.txt', 'b.txt', 'c.txt'].map((name) => text(name, `${name}\n`.repeat(40_000))),
  );
  await expect.poll(() => counts(page)).toEqual(['0 of 3 files']);
  await page.getByText('Files to upload').waitFor();
  await network.release();
  for (const name of ['a.txt', 'b.txt', 'c.txt']) await settled(page, name);
});

it('no remaining time is shown before a byte was sent', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'dora');
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(`${stage?.s3}/**`, async (route) => {
    if (route.request().method() === 'POST') await released;
    await route.continue();
  });
  const name = 'not begun.txt';
  await choose(page, text(name, 'Text.\n'.repeat(40_000)));
  await upload(page, name).locator('.uppy-Dashboard-Item-progressIcon--progress').waitFor();
  const amount = page.locator('.uppy-StatusBar-additionalInfo');
  await expect.poll(() => amount.textContent()).toMatch(/^0 bytes of \S+ KB$/);
  release();
  await settled(page, name);
});

it('after a reload the Dashboard waits for the file: nothing says that it is uploaded', async ({
  visit,
}) => {
  const page = await visit();
  page.on('dialog', (dialog) => dialog.accept());
  await signIn(page, 'dora');
  const parts = await holdLaterParts(page);
  const film = await fixture('fixture-isom.mp4');
  const bytes = Buffer.concat([film.subarray(0, 28), Buffer.alloc(40 * MiB, 'air')]);
  bytes.writeUInt32BE(bytes.length - 28, 28);
  bytes.write('mdat', 32);
  await choose(page, { name: 'interrupted.mp4', mimeType: 'video/mp4', buffer: bytes });
  await remembered(page, 'interrupted.mp4');
  await page.reload();
  await parts.release();
  await listShown(page);
  await upload(page, 'interrupted.mp4')
    .getByRole('button', { name: 'Waiting for the file: choose it again' })
    .waitFor();
  await page.getByText('Choose the file again to resume its upload.').waitFor();
  await expect
    .poll(() => page.getByTestId('drop-zone').textContent())
    .not.toMatch(/Uploading|\d ?%|left/);
  await expect.poll(() => page.title()).toBe('Airlock');
});

/** How many pixels of the sentence of an error are beyond the row of its file, or are cut by it. */
const cutPixels = (page: Page, filename: string): Promise<number> =>
  upload(page, filename).evaluate((item) => {
    const button = item.querySelector('.uppy-Dashboard-Item-errorDetails');
    if (!button) return Number.NaN;
    const [row, text] = [item, button].map((element) => element.getBoundingClientRect());
    if (!row || !text) return Number.NaN;
    return Math.max(
      0,
      button.scrollHeight - button.clientHeight,
      button.scrollWidth - button.clientWidth,
      text.bottom - row.bottom,
      row.top - text.top,
    );
  });

it.for([
  ['en-GB', 'Your quota is full'],
  ['de-DE', 'Dein Kontingent ist voll'],
] as const)(
  'the sentence of a full quota can be read whole beside its file at every width (%s)',
  async ([locale, beginning], { visit }) => {
    const page = await visit({ locale });
    await signIn(page, 'dora');
    const endRefusal = await refuse(page, theIssue, {
      code: 'quota_exceeded',
      resource: 'bytes',
      used: 1_073_000_000,
      limit: 1_073_741_824,
      needed: 123_456_789,
    });
    const name = 'too much for what is left.txt';
    await choose(page, text(name, 'x'.repeat(2_000)));
    await upload(page, name).getByLabel(beginning).waitFor();
    for (const width of [320, 360, 390, 844, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expect.poll(async () => [width, await cutPixels(page, name)]).toEqual([width, 0]);
    }
    await endRefusal();
    await cancel(page, name);
  },
);

it('a name with quotation marks and markup is shown letter by letter', async ({ visit }) => {
  const name = 'the "last" & <b>only \u2019copy\u2019.txt';
  await send('dora', 'documents', new File(['text'], name, { type: 'text/plain' }));
  const page = await visit();
  await signIn(page, 'dora');
  await listShown(page);
  expect(await row(page, name).locator('.name').textContent()).toBe(name);
  const dialog = await openDetails(page, name);
  expect(await dialog.getByRole('heading', { level: 2 }).first().textContent()).toBe(name);
  await dialog.getByTestId('delete').click();
  await page.getByRole('alertdialog', { name: `Delete “${name}”?` }).waitFor();
});
