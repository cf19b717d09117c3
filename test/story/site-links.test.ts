// Links under the site's own name, with everything real: the site's CDN passes them on to the API as the templates say.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Airlock, createAirlock } from '../../client/airlock.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { deviationsOf } from '../api-contract.ts';
import { assemblyFor } from '../assembly-for.ts';
import { rawRequest } from '../local/raw-request.ts';
import { makeStateDirectory } from '../run-directory.ts';
import { HOOK_MS } from '../time-limits.ts';

let cloud: Cloud;
let airlock: Airlock;
let site: string;
let api: string;

beforeAll(async () => {
  const stateDirectory = await makeStateDirectory(inject('runDirectory'), 'story-site-links');
  const configFile = join(import.meta.dirname, 'site-links.config.ts');
  const assemblyDirectory = await assemblyFor('story-site-links', {
    directory: stateDirectory,
    configFile,
  });
  cloud = await startCloud({ stateDirectory, assemblyDirectory });
  ({ site, api } = cloud.addresses);
  const token = await accessToken(cloud.addresses, 'alice');
  airlock = createAirlock({ api, getToken: () => token });
}, HOOK_MS);
afterAll(() => cloud?.stop());

/** The path of a new link to a new file. */
async function linkTo(text: string, maxUses?: number): Promise<string> {
  const file = new File([text], 'note.txt', { type: 'text/plain' });
  const { id } = await airlock.upload(file, { collection: 'documents' });
  const { url } = await airlock.createLink(id, {
    expiresInSeconds: 60,
    ...(maxUses !== undefined && { maxUses }),
  });
  expect(url.startsWith(`${site}/links/`)).toBe(true);
  return url.slice(site.length);
}

/** Asks as a program does, unless the headers say otherwise; whatever the API answers is in its document. */
async function ask(origin: string, method: string, path: string, headers = {}) {
  const answer = await rawRequest(origin, path, { method, headers });
  const text = answer.body.toString();
  const contentType = answer.headers['content-type'] ?? null;
  const body = contentType?.includes('json') ? JSON.parse(text) : text;
  const observed = { method, path, status: answer.status, contentType, body };
  expect(deviationsOf(observed)).toEqual([]);
  return { ...observed, headers: answer.headers };
}

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const pageOfSite = async () => (await ask(site, 'GET', '/no/such.html')).body;

it('a link has the name of the site, where a program follows it, and works at the API as well', async () => {
  const path = await linkTo('for programs');
  for (const origin of [site, api]) {
    const { status, headers } = await ask(origin, 'GET', path);
    expect(status).toBe(302);
    expect(headers['cache-control']).toBe('no-store');
    expect(await (await fetch(headers.location ?? '')).text()).toBe('for programs');
  }
});

it('under the name of the site a browser gets the page of a link with its own policy, and only its button uses the link up', async () => {
  const path = await linkTo('for people', 1);
  for (let visit = 0; visit < 2; visit += 1) {
    const page = await ask(site, 'GET', path, browser);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<dt>Downloads left</dt><dd>1</dd>');
    expect(page.headers).toMatchObject({
      ...{ 'cache-control': 'no-store', 'x-frame-options': 'DENY' },
      ...{ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' },
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-cache': 'Miss from cloudfront',
    });
    const { headers } = await ask(api, 'GET', path, browser);
    expect(page.headers['content-security-policy']).toBe(headers['content-security-policy']);
    expect(headers['content-security-policy']).toContain("form-action 'self' ");
  }
  const opened = await ask(site, 'POST', path, {
    ...browser,
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(opened.status).toBe(303);
  expect(await (await fetch(opened.headers.location ?? '')).text()).toBe('for people');

  for (const method of ['GET', 'POST']) {
    const ended = await ask(site, method, path, browser);
    expect(ended.status).toBe(410);
    expect(ended.body).toContain('<h1>This link is used up</h1>');
    expect(await ask(site, method, path)).toMatchObject({
      status: 410,
      body: { code: 'not_found', status: 410 },
    });
    expect(await ask(api, method, path)).toMatchObject({
      status: 404,
      body: { code: 'not_found', status: 404 },
    });
  }
});

it('HEAD, prefetching and previews use up no link under the name of the site', async () => {
  const path = await linkTo('once', 1);
  for (const headers of [
    { 'sec-purpose': 'prefetch;prerender', ...browser },
    { purpose: 'prefetch', accept: '*/*' },
    { 'x-moz': 'prefetch' },
    { 'x-purpose': 'preview' },
    { 'user-agent': 'Slackbot-LinkExpanding 1.0', accept: '*/*' },
    { 'sec-fetch-mode': 'navigate', ...browser },
  ]) {
    expect((await ask(site, 'GET', path, headers)).status).toBe(200);
  }
  const head = await ask(site, 'HEAD', path, { origin: site });
  expect(head).toMatchObject({ status: 200, body: '' });
  expect(head.headers['access-control-allow-origin']).toBe(site);
  const script = { ...browser, 'sec-fetch-mode': 'cors' };
  expect((await ask(site, 'GET', path, script)).status).toBe(302);
  expect((await ask(site, 'HEAD', path)).status).toBe(410);
});

it('what is no link is answered in words under the name of the site, by the API or with the page of the site', async () => {
  const unknown = await ask(site, 'GET', `/links/${'a'.repeat(22)}`, browser);
  expect(unknown.status).toBe(410);
  expect(unknown.body).toContain('<h1>This link does not work</h1>');
  for (const path of ['/links/', '/links/a/b']) {
    const nothing = await rawRequest(site, path);
    expect(nothing.status).toBe(404);
    expect(nothing.body.toString()).toBe(await pageOfSite());
  }
  const put = await rawRequest(site, '/links/a', { method: 'PUT' });
  expect(put.status).toBe(405);
  expect(put.headers['content-security-policy']).toContain("default-src 'none'");
  expect((await rawRequest(site, '/', { method: 'POST' })).status).toBe(403);
});
