// Tests who uses up a link: programs that fetch it and people who press its button, and no one who only looks.
import { expect, it } from 'vitest';
import { rawRequest } from '../local/raw-request.ts';
import config from './airlock.config.ts';
import { addresses, alice, call, uploaded } from './api.ts';

const note = {
  collection: 'documents',
  filename: '<b>note & "more".txt',
  contentType: 'text/plain',
};
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** A request as a browser sends it: `fetch` calls itself a script by `Sec-Fetch-Mode`. */
async function browse(method: string, path: string, more: Record<string, string> = {}) {
  const answer = await rawRequest(addresses.api, path, {
    method,
    headers: { ...browser, ...more },
  });
  return { ...answer, body: answer.body.toString() };
}

async function linkTo(text: string, maxUses?: number): Promise<{ path: string; fileId: string }> {
  const { id } = await uploaded(note, text);
  const body = { expiresInSeconds: 60, ...(maxUses && { maxUses }) };
  const made = await call('POST', `/files/${id}/links`, { token: alice, body });
  return { path: made.body.url.slice(addresses.api.length), fileId: id };
}

it('a browser gets a page with a button, and only the button uses the link up', async () => {
  const { path } = await linkTo('for people', 1);
  for (let visit = 0; visit < 3; visit += 1) {
    const page = await browse('GET', path);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<h1 dir="auto">&lt;b&gt;note &amp; &quot;more&quot;.txt</h1>');
    expect(page.body).toContain('<dd>10 bytes</dd>');
    expect(page.body).toContain('<dt>Downloads left</dt><dd>1</dd>');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
  }
  const opened = await browse('POST', path, {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(opened.status).toBe(303);
  const location = opened.headers.location ?? '';
  const { headers } = await browse('GET', (await linkTo('other')).path);
  expect(headers['content-security-policy']).toContain(
    `form-action 'self' ${new URL(location).origin};`,
  );
  expect(await (await fetch(location)).text()).toBe('for people');

  for (const method of ['GET', 'POST']) {
    const ended = await browse(method, path);
    expect(ended.status).toBe(404);
    expect(ended.body).toContain('<h1>This link is used up</h1>');
  }
  expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await call('POST', path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

it('the page of a link says who sent it, in the words of whoever made it', async () => {
  const { id } = await uploaded(note, 'from ann');
  const make = (sender: unknown) =>
    call('POST', `/files/${id}/links`, { token: alice, body: { expiresInSeconds: 60, sender } });
  const made = await make('Ann & Co.');
  expect(made).toMatchObject({ status: 201, body: { sender: 'Ann & Co.' } });
  const listed = await call('GET', `/files/${id}/links`, { token: alice });
  expect(listed.body.links).toMatchObject([{ sender: 'Ann & Co.' }]);
  const page = await browse('GET', made.body.url.slice(addresses.api.length));
  expect(page.body).toContain('<dt>Sent by</dt><dd><bdi>Ann &amp; Co.</bdi></dd>');
  for (const wrong of ['', 'x'.repeat(101), 'a\nb', '\ud800', 5]) {
    expect((await make(wrong)).status, String(wrong)).toBe(400);
  }
});

it('HEAD, prefetching and previews of chat programs use nothing up, and programs then get the file', async () => {
  const { path } = await linkTo('for programs', 1);
  for (const headers of [
    { 'sec-purpose': 'prefetch;prerender', ...browser },
    { purpose: 'prefetch', accept: '*/*' },
    { 'user-agent': 'Slackbot-LinkExpanding 1.0', accept: '*/*' },
    { 'user-agent': 'WhatsApp/2.23.20.0' },
  ]) {
    expect((await call('GET', path, { headers: { ...headers } })).status).toBe(200);
  }
  const head = await call('HEAD', path);
  expect(head.status).toBe(200);
  expect(head.headers.has('location')).toBe(false);
  const followed = await call('GET', path);
  expect(followed.status).toBe(302);
  expect(await (await fetch(followed.headers.get('location') ?? '')).text()).toBe('for programs');
  expect((await call('HEAD', path)).status).toBe(404);
});

it('a browser that follows a revoked link, or one to a deleted file, reads so in words', async () => {
  const revoked = await linkTo('one');
  const links = await call('GET', `/files/${revoked.fileId}/links`, { token: alice });
  const linkPath = `/files/${revoked.fileId}/links/${links.body.links[0]?.id}`;
  await call('DELETE', linkPath, { token: alice });
  const orphaned = await linkTo('two');
  await call('DELETE', `/files/${orphaned.fileId}`, { token: alice });
  for (const { path } of [revoked, orphaned, { path: '/links/not-a-token' }]) {
    const page = await browse('GET', path);
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('<h1>This link does not work</h1>');
  }
});

it('a file has only as many links and grants as the configuration allows, until one is taken away', async () => {
  const { id } = await uploaded(note, 'popular');
  const { linksPerFile, grantsPerFile } = config.sharing;
  const link = () =>
    call('POST', `/files/${id}/links`, { token: alice, body: { expiresInSeconds: 60 } });
  const grant = (name: string) => call('PUT', `/files/${id}/grants/user:${name}`, { token: alice });
  const links = await Promise.all(Array.from({ length: linksPerFile + 3 }, link));
  const isFull = ({ body }: { body: { code?: string } }) => body.code === 'sharing_limit_reached';
  expect(links.filter(isFull)).toHaveLength(3);
  expect(links.find(isFull)).toMatchObject({
    status: 409,
    body: { resource: 'links', limit: linksPerFile },
  });
  const made = links.find(({ status }) => status === 201);
  await call('DELETE', `/files/${id}/links/${made?.body.id}`, { token: alice });
  expect((await link()).status).toBe(201);

  for (let index = 0; index < grantsPerFile; index += 1) {
    expect((await grant(`fan-${index}`)).status).toBe(204);
  }
  expect(await grant('one-more')).toMatchObject({
    status: 409,
    body: { code: 'sharing_limit_reached', resource: 'grants', limit: grantsPerFile },
  });
  await call('DELETE', `/files/${id}/grants/user:fan-0`, { token: alice });
  expect((await grant('one-more')).status).toBe(204);
});
