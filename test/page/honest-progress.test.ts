// What the Dashboard says is so: one count of files, nothing that runs after a reload, errors that can be read whole.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { choose, holdLaterParts, remembered, throttleUploads, upload } from './actions.ts';
import { openDetails } from './details.ts';
import { fixture, listShown, row, settled, signIn } from './people.ts';
import { send } from './send.ts';
import { it } from './visit.ts';

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

/** Lines of an error that the Dashboard shows beside a file. */
const MAX_LINES = 3;

/** How many lines the error needs, which the style sheet draws behind the button, in its width and type. */
const linesOf = (button: Locator): Promise<number> =>
  button.evaluate((element) => {
    const drawn = getComputedStyle(element, '::after');
    const copy = document.createElement('div');
    copy.textContent = element.ariaLabel;
    copy.style.font = drawn.font;
    copy.style.width = `${element.getBoundingClientRect().width}px`;
    document.body.append(copy);
    const lines = copy.getBoundingClientRect().height / Number.parseFloat(drawn.lineHeight);
    copy.remove();
    return Math.round(lines);
  });

it('the sentence of a full quota can be read whole beside its file', async ({ visit }) => {
  const page = await visit({ viewport: { width: 360, height: 740 } });
  await signIn(page, 'bob');
  await choose(page, text('too much.txt', 'x'.repeat(2_000)));
  const sentence = upload(page, 'too much.txt').getByLabel('more than your whole quota of');
  await sentence.waitFor();
  const label = (await sentence.getAttribute('aria-label')) ?? '';
  expect(label).toMatch(/Upload a smaller file\.$/);
  expect(await linesOf(sentence)).toBeLessThanOrEqual(MAX_LINES);
});

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
