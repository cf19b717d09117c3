import { expect } from 'vitest';
import { choose } from './actions.ts';
import { announced, fixture, row, settled, signIn } from './people.ts';
import { it } from './visit.ts';

it('a renamed program is refused in words, and cannot be fetched', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, {
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: await fixture('fixture.exe'),
  });
  const told = await settled(page, 'photo.png');
  expect(told).toMatchObject({ status: 'Rejected', type: 'Windows program' });
  expect(told.verdict).toMatch(/^\p{Lu}.+\.$/u);
  expect(told.verdict).toMatch(/program|bytes/);
  await announced(page, 'photo.png is rejected.');
  expect(await row(page, 'photo.png').getByTestId('download').isVisible()).toBe(false);
  expect(await row(page, 'photo.png').getByTestId('thumbnail').count()).toBe(0);
});

it('HTML under the name of a text is refused in words', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  await choose(page, {
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('<!doctype html><script>alert(document.cookie)</script>'),
  });
  const told = await settled(page, 'notes.txt');
  expect(told.status).toBe('Rejected');
  expect(told.verdict).toMatch(/HTML|code that a browser would run/);
  expect(await row(page, 'notes.txt').getByTestId('download').isVisible()).toBe(false);
});

it('what no collection takes is refused before a byte is sent', async ({ visit }) => {
  const page = await visit();
  await signIn(page, 'alice');
  const writes: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') writes.push(`${request.method()} ${request.url()}`);
  });
  await choose(page, {
    name: 'setup.exe',
    mimeType: 'application/x-msdownload',
    buffer: await fixture('fixture.exe'),
  });
  const message = page.getByTestId('message');
  await message.filter({ hasText: 'setup.exe was not sent. No collection here takes' }).waitFor();
  expect(writes).toEqual([]);
});
