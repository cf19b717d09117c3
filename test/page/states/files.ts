// Uploads the files that the states show.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { fixture, listShown, row, settled, signIn, type Username } from '../people.ts';
import { send } from '../send.ts';
import { drawPictures } from './pictures.ts';

/** Whose files the states show. */
export const viewer: Username = 'dora';

/** The row that every walk waits for. */
export const lastFile = 'Harbour at dusk.jpg';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const fixtures = [
  ['images', 'fixture.exe', 'holiday.png', 'image/png'],
  ['documents', 'fixture.docx', 'Minutes of the annual meeting.docx', DOCX],
  ['documents', 'fixture.pdf', 'Lease of the harbour office.pdf', 'application/pdf'],
  ['videos', 'fixture.mp3', 'Fog horn.mp3', 'audio/mpeg'],
  ['videos', 'fixture.webm', 'Walk along the pier.webm', 'video/webm'],
] as const;

const sendBytes = (collection: string, bytes: Uint8Array, name: string, type: string) =>
  send(viewer, collection, new File([new Uint8Array(bytes)], name, { type }));

/** Uploads them, the last one last. */
export async function sendFiles(): Promise<void> {
  for (const [collection, from, name, type] of fixtures) {
    await sendBytes(collection, await fixture(from), name, type);
  }
  const poem = Buffer.from('The tide comes in,\nthe tide goes out.\n');
  await sendBytes('documents', poem, 'Tides.txt', 'text/plain');
  const dusk = readFileSync(new URL('../../fixtures/pictures/dusk.heic', import.meta.url));
  await sendBytes('images', dusk, 'Dusk.heic', 'image/heic');
  const { chart, lighthouse, harbour } = await drawPictures();
  await sendBytes('images', chart, 'Chart.png', 'image/png');
  await sendBytes('images', lighthouse, 'Lighthouse.webp', 'image/webp');
  await sendBytes('avatars', harbour, lastFile, 'image/jpeg');
}

/** Signs in and waits until everything that the page loads is there. */
export async function signInToFiles(page: Page): Promise<void> {
  await signIn(page, viewer);
  await settled(page, lastFile);
  await dashboardShown(page);
  // Pictures are loaded when they come near.
  await row(page, lastFile).scrollIntoViewIfNeeded();
  await row(page, lastFile).getByTestId('thumbnail').waitFor();
}

/** Signs in where the walk answers for the list. */
export async function signInToList(page: Page): Promise<void> {
  await signIn(page, viewer);
  await listShown(page);
  await dashboardShown(page);
}

/** Waits until the part that uploads is there. */
export const dashboardShown = (page: Page): Promise<void> =>
  page.locator('.uppy-Dashboard-AddFiles, .uppy-Dashboard-files').first().waitFor();

/** Scrolls to the top of the page, where a walk left it elsewhere. */
export const scrollToTop = (page: Page): Promise<void> => page.evaluate(() => scrollTo(0, 0));
