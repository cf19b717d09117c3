import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import { cancel, choose, sending, throttleUploads } from './actions.ts';
import { createLink, openDetails, share } from './details.ts';
import { fixture, listShown, row, signIn } from './people.ts';
import { send } from './send.ts';
import { it, stage } from './visit.ts';

const phone = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
// No other test signs in as staff, so the screenshots show only these files.
const viewer = 'staff';
const longName = `${'a-name-without-a-single-space-'.repeat(4)}end.pdf`;
const minutes = {
  name: 'minutes.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from('Nothing was decided.\n'.repeat(100_000)),
};

beforeAll(async () => {
  if (!stage) return;
  const file = async (name: string, type: string, from: string) =>
    new File([new Uint8Array(await fixture(from))], name, { type });
  await send(viewer, 'images', await file('holiday.png', 'image/png', 'fixture.exe'));
  await send(viewer, 'documents', await file(longName, 'application/pdf', 'fixture.pdf'));
  await send(viewer, 'images', await file('sleeping cats.jpg', 'image/jpeg', 'fixture.jpg'));
});

/** Fills the page with every kind of row, including an upload in progress. */
async function fill(page: Page): Promise<void> {
  await signIn(page, viewer);
  await listShown(page);
  await row(page, 'sleeping cats.jpg').scrollIntoViewIfNeeded();
  await row(page, 'sleeping cats.jpg').getByTestId('thumbnail').waitFor();
  await throttleUploads(page, 5_000);
  await choose(page, minutes);
  await sending(page, minutes.name);
}

/** The width of the page and the elements beyond the screen; empty when the page fits. */
const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > width + 0.5,
    );
    return [`${scrollWidth} px wide`, ...wide.map((element) => element.outerHTML)];
  });

/** The elements of a dialog beyond its right edge; empty when the dialog does not scroll sideways. */
const beyond = (dialog: Locator): Promise<string[]> =>
  dialog.evaluate((sheet) => {
    if (sheet.scrollWidth <= sheet.clientWidth) return [];
    const right = sheet.getBoundingClientRect().left + sheet.clientWidth;
    const wide = [...sheet.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > right + 0.5,
    );
    return [`${sheet.scrollWidth} px wide`, ...wide.map(({ outerHTML }) => outerHTML)];
  });

/** Whether an element has more than it shows across. */
const clipped = (element: Locator): Promise<boolean> =>
  element.evaluate((box) => {
    const frame = box.closest('.uppy-Dashboard-inner')?.getBoundingClientRect();
    const { left, right } = box.getBoundingClientRect();
    return box.scrollWidth > box.clientWidth || !frame || left < frame.left || right > frame.right;
  });

/** The most of a row on a phone whose name fits into one line, in pixels: the name, its facts, and the space around them. */
const LOW_ROW_PX = 64;

it('on a phone the facts of a file are one line, and the checkbox for all stands above those of the rows', async ({
  visit,
}) => {
  const page = await visit(phone);
  await signIn(page, viewer);
  await listShown(page);
  const file = row(page, 'sleeping cats.jpg');
  expect((await file.boundingBox())?.height).toBeLessThanOrEqual(LOW_ROW_PX);
  const leftOf = async (hook: string) =>
    (await page.getByTestId(hook).first().boundingBox())?.x ?? Number.NaN;
  expect(await leftOf('select')).toBeCloseTo(await leftOf('select-all'), 0);
});

it('a phone of 360 pixels never scrolls sideways', async ({ visit }) => {
  const page = await visit(phone);
  await page.getByTestId('sign-in').waitFor();
  expect(await overflow(page)).toEqual([]);
  await fill(page);
  expect(await overflow(page)).toEqual([]);
  await cancel(page, minutes.name);
  const dialog = await openDetails(page, longName);
  await createLink(dialog);
  await share(dialog, `group:${'a-group-with-a-long-name--'.repeat(4)}`);
  expect(await overflow(page)).toEqual([]);
  expect(await beyond(dialog)).toEqual([]);
});

it.for([
  ['320 pixels, as at a zoom of 400 %', { viewport: { width: 320, height: 256 } }, '100%'],
  [
    '390 pixels with text of twice the size',
    { ...phone, viewport: { width: 390, height: 844 } },
    '200%',
  ],
] as const)(
  'a screen of %s never scrolls sideways and shows the name of each file',
  async ([, options, textSize], { visit }) => {
    const page = await visit({ ...options, locale: 'de-DE' });
    await page.addInitScript((size) => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.style.fontSize = size;
      });
    }, textSize);
    await page.reload();
    await page.getByTestId('sign-in').waitFor();
    expect(await overflow(page)).toEqual([]);
    await signIn(page, viewer);
    await listShown(page);
    await expect.poll(() => clipped(page.locator('.uppy-Dashboard-browse'))).toBe(false);
    const cats = row(page, 'sleeping cats.jpg');
    await cats.scrollIntoViewIfNeeded();
    expect(await overflow(page)).toEqual([]);
    const name = await cats.getByTestId('open').boundingBox();
    const actions = await cats.locator('.actions').boundingBox();
    // Room for a word.
    const wordPixels =
      5 *
      (await page.evaluate(() =>
        Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
      ));
    expect(name?.width).toBeGreaterThan(wordPixels);
    expect((actions?.x ?? 0) + (actions?.width ?? 0)).toBeLessThanOrEqual(options.viewport.width);
    const dialog = await openDetails(page, 'sleeping cats.jpg');
    await share(dialog, 'group:legal');
    await createLink(dialog);
    expect(await beyond(dialog)).toEqual([]);
  },
);
