// Tests that the viewer gets a new link where one has ended: before a picture is loaded, and while a recording is heard.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { fixture, listShown, row, signIn } from './people.ts';
import { send } from './send.ts';
import { it, stage } from './visit.ts';

const SECONDS = 240;
const RATE = 48_000;

/** A recording of silence as a WAV file, 16 bit and one channel: too long for a browser to load it whole at once. */
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

/** From now on, S3 refuses the links that were used until now as it does when they have ended. */
async function endLinks(page: Page): Promise<void> {
  const used = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLMediaElement>('video, audio')].map(({ src }) => src),
  );
  await page.route(
    (url) => used.includes(url.href),
    (route) => route.fulfill({ status: 403, body: 'Request has expired' }),
  );
}

it('a recording whose link has ended continues where it was, by a new link', async ({ visit }) => {
  const name = `${randomUUID()}.wav`;
  await send('alice', 'videos', new File([recording()], name, { type: 'audio/wav' }));
  const page = await visit();
  await signIn(page, 'alice');
  await listShown(page);
  await row(page, name).getByTestId('open').click();
  const player = page.getByTestId('stage').locator('audio');
  const read = () =>
    player.evaluate(({ src, currentTime, readyState, paused }: HTMLAudioElement) => ({
      ...{ src, currentTime, readyState, paused },
    }));
  await expect.poll(async () => (await read()).readyState).toBeGreaterThan(0);
  const { src } = await read();
  await endLinks(page);
  const at = SECONDS - 10;
  await player.evaluate((element: HTMLAudioElement, seconds) => {
    element.muted = true;
    void element.play();
    element.currentTime = seconds;
  }, at);
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
