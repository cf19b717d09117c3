// The local CDN under a site of several front ends: routing, what is missing, compression, revalidation, names.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineSite } from '../../lambdas/config/site-config.ts';
import { stageRelease } from '../../lib/stage-release.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { createEdgeFunction } from '../../local/site/edge-function.ts';
import { stubApp } from '../lib/synthesize.ts';
import { rawRequest } from './raw-request.ts';

const script = `console.log('${'many words '.repeat(200)}');\n`;
const files: Record<string, string> = {
  'index.html': '<h1>Home</h1>',
  '404.html': '<h1>Not here</h1>',
  LICENSE: 'Free.',
  'docs/index.html': '<h1>Docs</h1>',
  'docs/a b ü.html': '<h1>Odd name</h1>',
  'docs/c++.html': '<h1>Plus</h1>',
  'c++/index.html': '<h1>Folder with a plus</h1>',
  'static/app-1.js': script,
  'static/small-1.js': 'tiny()',
  'static/photo-1.png': 'x'.repeat(2000),
  'shop/index.html': '<h1>Shop</h1>',
};

let directory: string;
let cloud: Cloud;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'airlock-site-'));
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, 'front', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  const front = { directory: join(directory, 'front'), prefix: '' };
  const site = defineSite({
    page: false,
    sources: [front, { ...front, prefix: 'shop', routing: 'single-page' }],
    domain: {
      name: 'files.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd',
    },
    notFoundPage: '/404.html',
    accessLogs: { days: 30 },
  });
  const release = stageRelease({
    fronts: [{ ...front, name: 'site.sources[0]', immutable: ['static'] }],
    outdir: join(directory, 'release'),
  });
  const { app, remove } = await stubApp({ config: { ...shippedConfig, site }, release });
  cloud = await startCloud({
    stateDirectory: join(directory, 'state'),
    assemblyDirectory: app.synth().directory,
  });
  await remove();
});
afterAll(async () => {
  await cloud.stop();
  await rm(directory, { recursive: true });
});

const get = (path: string, init: RequestInit = {}) =>
  fetch(cloud.addresses.site + path, { redirect: 'manual', ...init });
const text = async (path: string) => (await get(path)).text();

describe('a path', () => {
  it.each([
    ['/', 'index.html'],
    ['/docs/', 'docs/index.html'],
    ['/docs/a%20b%20%C3%BC.html', 'docs/a b ü.html'],
    ['/docs/c++.html', 'docs/c++.html'],
    ['/docs/c%2B%2B.html', 'docs/c++.html'],
    ['/c++/', 'c++/index.html'],
    ['/LICENSE', 'LICENSE'],
    ['/shop/', 'shop/index.html'],
    ['/shop/cart/42', 'shop/index.html'],
    ['/shop/cart/42/?q=1', 'shop/index.html'],
  ])('%s answers with %s', async (path, file) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(files[file]);
  });

  it.each([
    ['/docs', '/docs/'],
    ['/docs?a=1&b=2&a=3&c', '/docs/?a=1&a=3&b=2&c'],
    ['/shop', '/shop/'],
    ['//evil.example/x', '/evil.example/x/'],
  ])('%s of a folder leads to %s', async (path, location) => {
    const { status, headers } = await rawRequest(cloud.addresses.site, path);
    expect(status).toBe(302);
    expect(headers.location).toBe(location);
  });

  it.each([
    '/static/gone-1.js',
    '/shop/gone.css',
    '/docs/nowhere/',
    '/release.json',
    '/../release.json',
  ])('%s that names nothing is a 404 with its page, not to be kept', async (path) => {
    const { status, headers, body } = await rawRequest(cloud.addresses.site, path);
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('no-cache');
    expect(body.toString()).toBe(files['404.html']);
  });
});

describe('compression', () => {
  const ask = (path: string, encoding: string, method = 'GET') =>
    rawRequest(cloud.addresses.site, path, { method, headers: { 'accept-encoding': encoding } });

  it('a response is compressed by Brotli where the browser accepts it, else by gzip, else not', async () => {
    const brotli = await ask('/static/app-1.js', 'gzip, deflate, br');
    expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script);
    const gzip = await ask('/static/app-1.js', 'br;q=0, gzip');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.body).toString()).toBe(script);
    const plain = await ask('/static/app-1.js', 'identity');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(plain.headers['content-length']).toBe(String(script.length));
  });

  it('a response that is small or no text is not compressed', async () => {
    for (const path of ['/static/small-1.js', '/static/photo-1.png']) {
      expect((await ask(path, 'br')).headers).not.toHaveProperty('content-encoding');
    }
  });

  it('a compressed response has a weak ETag, which revalidates', async () => {
    const { headers } = await ask('/static/app-1.js', 'br');
    expect(headers.etag).toMatch(/^W\/"/);
    const again = await get('/static/app-1.js', {
      headers: { 'if-none-match': String(headers.etag) },
    });
    expect(again.status).toBe(304);
    expect(again.headers.get('cache-control')).toBe('public,max-age=31536000,immutable');
  });

  it('answers HEAD as GET, without a body', async () => {
    const head = await ask('/static/app-1.js', 'br', 'HEAD');
    expect(head.headers['content-encoding']).toBe('br');
    expect(head.body.length).toBe(0);
  });
});

it('a site with a name of its own has its local address in every stack', async () => {
  const { api } = (await (await get('/config.json')).json()) as { api: string };
  const preflight = await fetch(`${api}/files`, {
    method: 'OPTIONS',
    headers: { origin: cloud.addresses.site, 'access-control-request-method': 'GET' },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBe(cloud.addresses.site);
  expect(await text('/')).toBe(files['index.html']);
});

describe('an edge function', () => {
  const ask = (code: string) =>
    createEdgeFunction(code, 'Broken')(new Request('http://127.0.0.1/a'));

  it.each([
    ['throws', 'function handler() { throw new Error("no"); }'],
    ['reaches for Node', 'function handler() { return process.env; }'],
    ['gives nothing', 'function handler() {}'],
  ])('an edge function that %s is answered with 503', (_, code) => {
    expect(ask(code)).toMatchObject({ response: { status: 503 } });
  });

  it('an edge function may answer a request itself', async () => {
    const code = `function handler({ request }) {
      return { statusCode: 410, headers: { 'x-path': { value: request.uri } }, body: 'Gone' };
    }`;
    const outcome = ask(code);
    const response = 'response' in outcome ? outcome.response : undefined;
    expect([response?.status, response?.headers.get('x-path')]).toEqual([410, '/a']);
    expect(await response?.text()).toBe('Gone');
  });
});
