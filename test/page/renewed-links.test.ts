// Tests that the viewer gets a new link where one has ended: before a picture is loaded, and while a recording is heard.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { fixture, listShown, row, signIn } from './people.ts';
import { send } from './send.ts';
import { it, stage } from './visit.ts';

const SECONDS = 240;
const RATE = 48_000;
/** What S3 sends by the first link before that ends. */
const BEGINNING_BYTES = 256 * 1024;

/** A recording of silence as a WAV file, 16 bit and one channel. */
function recording(): Uint8Array<ArrayBuffer> {
  const bytes = SECONDS * RATE * 2;
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(bytes + 36, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return new Uint8Array(Buffer.concat([header, Buffer.alloc(bytes)]));
}

/**
 * Lets S3 send the beginning of a file by its first link, and nothing else before the returned function is called; then it refuses
 * that link, as one that has ended.
 */
async function beginByFirstLink(page: Page, fileId: string, bytes: Uint8Array) {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let first: string | undefined;
  const isOfFile = (url: URL) =>
    url.href.startsWith(`${stage?.s3}/`) && url.pathname.includes(fileId);
  await page.route(isOfFile, async (route) => {
    const request = route.request();
    first ??= request.url();
    if (request.url() !== first) return route.continue();
    if (/^bytes=0-/.test(request.headers().range ?? '')) {
      return route.fulfill({
        status: 206,
        contentType: 'audio/wav',
        headers: {
          'accept-ranges': 'bytes',
          'content-range': `bytes 0-${BEGINNING_BYTES - 1}/${bytes.length}`,
        },
        body: Buffer.from(bytes.subarray(0, BEGINNING_BYTES)),
      });
    }
    await ended;
    // The browser may have ended the request for another one.
    return route.fulfill({ status: 403, body: 'Request has expired' }).catch(() => {});
  });
  return end;
}

it('a recording whose link has ended continues where it was, by a new link', async ({ visit }) => {
  const name = `${randomUUID()}.wav`;
  const bytes = recording();
  await send('alice', 'videos', new File([bytes], name, { type: 'audio/wav' }));
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  const fileId = await row(page, name).getAttribute('data-file-id');
  const endLink = await beginByFirstLink(page, String(fileId), bytes);
  await row(page, name).getByTestId('open').click();
  const player = page.getByTestId('stage').locator('audio');
  const read = () =>
    player.evaluate(({ src, currentTime, readyState, paused }: HTMLAudioElement) => ({
      ...{ src, currentTime, readyState, paused },
    }));
  await expect.poll(async () => (await read()).readyState).toBeGreaterThan(0);
  const { src } = await read();
  const at = SECONDS - 10;
  await player.evaluate((element: HTMLAudioElement, seconds) => {
    element.muted = true;
    void element.play();
    element.currentTime = seconds;
  }, at);
  endLink();
  await expect.poll(async () => (await read()).src).not.toBe(src);
  await expect.poll(async () => (await read()).readyState).toBeGreaterThan(1);
  const { currentTime, paused } = await read();
  expect(currentTime).toBeGreaterThanOrEqual(at);
  expect(paused).toBe(false);
});

it('a picture whose link has ended is shown by a new one', async ({ visit }) => {
  const name = `${randomUUID()}.gif`;
  const bytes = new Uint8Array(await fixture('fixture.gif'));
  await send('alice', 'images', new File([bytes], name, { type: 'image/gif' }));
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  const id = await row(page, name).getAttribute('data-file-id');
  await row(page, name).getByTestId('thumbnail').waitFor();
  let isEnded = true;
  await page.route(
    (url) => url.href.startsWith(`${stage?.s3}/`) && url.pathname.includes(String(id)),
    async (route) => {
      if (!isEnded) return route.continue();
      isEnded = false;
      // Without the status of S3, which would be an error in the console.
      await route.fulfill({ body: 'Request has expired' });
    },
  );
  await row(page, name).getByTestId('open').click();
  await expect
    .poll(() =>
      page
        .getByTestId('stage')
        .locator('img')
        .evaluate(({ naturalWidth }: HTMLImageElement) => naturalWidth),
    )
    .toBeGreaterThan(0);
  expect(isEnded).toBe(false);
});
