// The viewer where downloads go through the CDN: its headers let the page show text and PDF in a frame, and films seek.
import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { assemblyFor } from '../assembly-for.ts';
import { makeStateDirectory } from '../run-directory.ts';
import { closeViewer } from './dialogs.ts';
import { fixture, listShown, row, signIn } from './people.ts';
import { it } from './visit.ts';

async function startCdnCloud(): Promise<Cloud> {
  const stateDirectory = await makeStateDirectory(inject('runDirectory'), 'page-cdn');
  const configFile = join(import.meta.dirname, '..', 'story', 'cdn-downloads.config.ts');
  const assemblyDirectory = await assemblyFor('page-cdn', {
    directory: stateDirectory,
    configFile,
  });
  return startCloud({ stateDirectory, assemblyDirectory });
}

it('text, PDF, a picture and a film are shown through the CDN, the film by ranges', async ({
  visit,
}) => {
  const cloud = await startCdnCloud();
  // After the page is closed, whose requests would fail.
  onTestFinished(() => cloud.stop());
  const { api, site, cdn } = cloud.addresses;
  const token = await accessToken(cloud.addresses, 'alice');
  const airlock = createAirlock({ api, getToken: () => token });
  const upload = async (collection: string, name: string, type: string, bytes: BlobPart) =>
    airlock.upload(new File([bytes], name, { type }), { collection });
  const from = async (name: string) => new Uint8Array(await fixture(name));
  await upload('documents', 'read me.txt', 'text/plain', 'Hello, reader.');
  await upload('documents', 'lease.pdf', 'application/pdf', await from('fixture.pdf'));
  await upload('images', 'chart.png', 'image/png', await from('fixture.png'));
  await upload('videos', 'pier.webm', 'video/webm', await from('fixture.webm'));

  const page = await visit();
  const ranges: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${cdn}/media/videos/`))
      ranges.push(request.headers().range ?? '');
  });
  await page.goto(site);
  await signIn(page, 'alice');
  await listShown(page);
  const stage = page.getByTestId('stage');

  await row(page, 'read me.txt').getByTestId('open').click();
  await stage.frameLocator('iframe').getByText('Hello, reader.').waitFor();
  expect(await stage.locator('iframe').getAttribute('src')).toContain(`${cdn}/media/`);
  await closeViewer(page);

  await row(page, 'lease.pdf').getByTestId('open').click();
  // The browser's own viewer is an extension within the frame.
  await expect
    .poll(() => page.frames().some((frame) => frame.url().startsWith('chrome-extension:')))
    .toBe(true);
  await closeViewer(page);

  await row(page, 'chart.png').getByTestId('open').click();
  const picture = stage.locator('img');
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  await closeViewer(page);

  await row(page, 'pier.webm').getByTestId('open').click();
  const film = stage.locator('video');
  await expect
    .poll(() => film.evaluate((player: HTMLVideoElement) => player.readyState))
    .toBeGreaterThan(0);
  await expect.poll(() => ranges.some((range) => range.startsWith('bytes='))).toBe(true);
  await film.evaluate((player: HTMLVideoElement) => {
    player.currentTime = player.duration / 2;
  });
  await expect.poll(() => film.evaluate((player: HTMLVideoElement) => player.seeking)).toBe(false);
  expect(
    await film.evaluate((player: HTMLVideoElement) => player.currentTime / player.duration),
  ).toBeCloseTo(0.5, 1);
});
