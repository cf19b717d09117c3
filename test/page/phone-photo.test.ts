// Plays a photograph from a phone through the page: uploaded publicly, served upright without its metadata, loaded once.
import type { Page } from 'playwright-core';
import sharp, { type Metadata } from 'sharp';
import { expect } from 'vitest';
import { phonePhoto } from '../phone-photo.ts';
import { choose } from './actions.ts';
import { closeDetails, openDetails } from './details.ts';
import { closeViewer } from './dialogs.ts';
import { listShown, row, settled, signIn } from './people.ts';
import { it } from './visit.ts';

const name = 'from a phone.jpg';
const MAX_THUMBNAIL_BYTES = 20 * 1024;

/** What the picture element shows, as the server sends it. */
async function servedTo(page: Page, picture: ReturnType<Page['getByTestId']>) {
  const url = await picture.evaluate((image: HTMLImageElement) => image.src);
  const response = await page.request.get(url);
  const bytes = await response.body();
  return { bytes, facts: await sharp(bytes).metadata() };
}

/** No orientation, camera or place is left, neither as metadata nor anywhere in the bytes. */
function expectBare(bytes: Buffer, { exif, xmp, iptc, orientation }: Metadata): void {
  expect({ exif, xmp, iptc }).toEqual({});
  expect(orientation ?? 1).toBe(1);
  expect(bytes.includes('A phone')).toBe(false);
  expect(bytes.includes('Exif')).toBe(false);
}

it('a phone’s photograph becomes public: its variants are upright and without metadata, and a second view loads nothing', async ({
  visit,
}) => {
  const stored = Buffer.from(await phonePhoto());
  expect((await sharp(stored).metadata()).orientation).toBe(6);
  expect(stored.includes('A phone')).toBe(true);
  const page = await visit({ viewport: { width: 1280, height: 900 } });
  const loaded: string[] = [];
  page.on('response', (response) => {
    const isObject = /\/(?:media|variants)\//.test(new URL(response.url()).pathname);
    if (isObject && response.request().method() === 'GET') loaded.push(response.url());
  });
  await signIn(page, 'alice');
  await page.getByTestId('collection').selectOption('avatars');
  await choose(page, { name, mimeType: 'image/jpeg', buffer: stored });
  expect(await settled(page, name)).toMatchObject({ status: 'Ready' });
  // The dialog waits for a while; opened again, it shows what is known by then.
  const address = page.getByTestId('public-url');
  await expect
    .poll(async () => {
      const dialog = await openDetails(page, name);
      await address.or(dialog.getByText('Publishing takes longer than usual')).first().waitFor();
      const url = (await address.isVisible()) ? await address.inputValue() : undefined;
      await closeDetails(dialog);
      return url && (await fetch(url)).status;
    })
    .toBe(200);

  // Variants follow the verdict; the list is read again when the page is.
  const id = await row(page, name).getAttribute('data-file-id');
  const thumbnail = row(page, name).getByTestId('thumbnail');
  await expect
    .poll(async () => {
      await page.reload();
      await listShown(page);
      await thumbnail.waitFor();
      return thumbnail.evaluate((image: HTMLImageElement) => new URL(image.src).pathname);
    })
    .toContain('/variants/');
  const tile = await servedTo(page, thumbnail);
  expectBare(tile.bytes, tile.facts);
  expect(tile.bytes.byteLength).toBeLessThanOrEqual(MAX_THUMBNAIL_BYTES);

  await row(page, name).click();
  const picture = page.getByTestId('stage').locator('img');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete)).toBe(true);
  const large = await servedTo(page, picture);
  expectBare(large.bytes, large.facts);
  // Stored lying on its side, shown standing.
  const { width = 0, height = 0 } = large.facts;
  expect(height).toBeGreaterThan(width);
  await closeViewer(page);

  const before = loaded.length;
  expect(before).toBeGreaterThan(0);
  await page.reload();
  await listShown(page);
  await thumbnail.waitFor();
  await row(page, name).click();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete)).toBe(true);
  const sizes = await page.evaluate(
    (fileId) =>
      performance
        .getEntriesByType('resource')
        .filter(({ name: url }) => fileId !== null && url.includes(fileId))
        .map((entry) => (entry as PerformanceResourceTiming).transferSize),
    id,
  );
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.every((size) => size === 0)).toBe(true);
});
