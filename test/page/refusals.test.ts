import { expect } from 'vitest';
import { choose } from './actions.ts';
import { announced, fixture, row, settled, signIn } from './people.ts';
import { it, stage } from './visit.ts';

it('a renamed program is rejected with a message and cannot be downloaded', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, {
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: await fixture('fixture.exe'),
  });
  const texts = await settled(page, 'photo.png');
  expect(texts).toMatchObject({ status: 'Rejected', type: 'Windows program' });
  expect(texts.verdict).toMatch(/^\p{Lu}.+\.$/u);
  expect(texts.verdict).toMatch(/program|bytes/);
  await announced(page, 'photo.png is rejected.');
  expect(await row(page, 'photo.png').getByTestId('download').isVisible()).toBe(false);
  expect(await row(page, 'photo.png').getByTestId('thumbnail').count()).toBe(0);
});

it('HTML with the name of a text file is rejected with a message', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, {
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('<!doctype html><script>alert(document.cookie)</script>'),
  });
  const texts = await settled(page, 'notes.txt');
  expect(texts.status).toBe('Rejected');
  expect(texts.verdict).toContain('an HTML page');
  expect(await row(page, 'notes.txt').getByTestId('download').isVisible()).toBe(false);
});

it('a file that no collection accepts is refused before any request', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const writes: string[] = [];
  page.on('request', (request) => {
    // The pictures in the list are signed by POST as well.
    const isUpload = request.method() === 'PUT' || request.url() === `${stage?.api}/files`;
    if (isUpload && request.method() !== 'GET') writes.push(request.url());
  });
  await choose(page, {
    name: 'setup.exe',
    mimeType: 'application/x-msdownload',
    buffer: await fixture('fixture.exe'),
  });
  const message = page.getByTestId('message');
  await message.filter({ hasText: 'setup.exe was not uploaded. No collection accepts' }).waitFor();
  expect(writes).toEqual([]);
});

it('files that no collection accepts share one message with their names, kept until it is dismissed', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'alice');
  const program = { mimeType: 'application/x-msdownload', buffer: await fixture('fixture.exe') };
  const names = ['one.exe', 'two.exe', 'three.exe'];
  await choose(page, [
    ...names.map((name) => ({ name, ...program })),
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ]);
  const message = page.getByTestId('message');
  await message
    .filter({ hasText: '3 files were not uploaded. No collection accepts this type of file (' })
    .waitFor();
  expect(await message.locator('li').allTextContents()).toEqual(names);
  await message
    .filter({ hasText: 'empty.txt was not uploaded. Empty files are not accepted.' })
    .waitFor();

  await choose(page, {
    name: 'taken.png',
    mimeType: 'image/png',
    buffer: await fixture('fixture.png'),
  });
  await settled(page, 'taken.png');
  expect(await message.locator('li').allTextContents()).toEqual(names);
  await message.getByRole('button', { name: 'Dismiss' }).click();
  await message.waitFor({ state: 'hidden' });
});

it('a picture with the extension of another type is uploaded with its detected type', async ({
  visit,
}) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, {
    name: 'holiday.jpg',
    mimeType: 'image/jpeg',
    buffer: await fixture('fixture.webp'),
  });
  expect(await settled(page, 'holiday.jpg')).toMatchObject({
    status: 'Ready',
    type: 'WebP image',
  });
});

it('system files in a folder are skipped, and the page says so', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, [
    { name: 'beach.png', mimeType: 'image/png', buffer: await fixture('fixture.png') },
    { name: 'Thumbs.db', mimeType: '', buffer: Buffer.from('anything') },
    { name: '._beach.png', mimeType: 'image/png', buffer: Buffer.from('anything') },
  ]);
  const message = page.getByTestId('message');
  await message
    .filter({ hasText: '2 system files were skipped: Thumbs.db, ._beach.png.' })
    .waitFor();
  await settled(page, 'beach.png');
  expect(await row(page, '._beach.png').count()).toBe(0);
});
