// Every kind of response of the local CDN, with its security headers letter by letter.
import { describe, expect, inject, it } from 'vitest';

const { site, api, s3, issuer } = inject('addresses');

/** What every response says, whatever it is. */
const onEverything = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** What ships with a release. */
const onSite = {
  ...onEverything,
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob: data: ${s3} ${s3}`,
    `media-src 'self' blob: ${s3} ${s3}`,
    `connect-src 'self' ${api} ${s3} ${s3} ${issuer} ${issuer}`,
    `frame-src ${s3} ${s3}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
};

const html = await (await fetch(site)).text();
const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
const style = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1] ?? '';
const eTag = (await fetch(site)).headers.get('etag') ?? '';

const forGood = 'public,max-age=31536000,immutable';
const neverUnasked = 'no-cache';

interface Kind {
  readonly path: string;
  readonly request?: RequestInit;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const kinds: Readonly<Record<string, Kind>> = {
  'a document': {
    path: '/',
    status: 200,
    headers: { ...onSite, 'content-type': 'text/html', 'cache-control': neverUnasked },
  },
  'a document that has not changed': {
    path: '/',
    request: { headers: { 'if-none-match': eTag } },
    status: 304,
    headers: { ...onSite, 'cache-control': neverUnasked },
  },
  'a hashed script': {
    path: script,
    status: 200,
    headers: { ...onSite, 'content-type': 'text/javascript', 'cache-control': forGood },
  },
  'a hashed stylesheet': {
    path: style,
    status: 200,
    headers: { ...onSite, 'content-type': 'text/css', 'cache-control': forGood },
  },
  'a part of a hashed script': {
    path: script,
    request: { headers: { range: 'bytes=0-9' } },
    status: 206,
    headers: { ...onSite, 'cache-control': forGood, 'content-length': '10' },
  },
  'a hashed script that is missing': {
    path: '/assets/index-00000000.js',
    status: 404,
    headers: { ...onSite, 'cache-control': neverUnasked },
  },
  'a page that is missing': {
    path: '/nowhere',
    status: 404,
    headers: { ...onSite, 'cache-control': neverUnasked },
  },
  'config.json': {
    path: '/config.json',
    status: 200,
    headers: { ...onSite, 'content-type': 'application/json', 'cache-control': neverUnasked },
  },
};

describe.each(Object.entries(kinds))('%s', (_name, { path, request, status, headers }) => {
  it.each(['GET', 'HEAD'])(`answers ${status} with its headers to %s`, async (method) => {
    const response = await fetch(site + path, { ...request, method });
    await response.arrayBuffer();
    expect(response.status).toBe(status);
    const withoutCharset = (value: string) => value.replace(/; ?charset=utf-8$/, '');
    const seen = Object.keys(headers).map((name) => [
      name,
      withoutCharset(response.headers.get(name) ?? 'none'),
    ]);
    expect(Object.fromEntries(seen)).toEqual(headers);
  });
});

it('nothing on the site runs or loads from within a document', () => {
  expect(html).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\son[a-z]+="|\sstyle="|javascript:/i);
});

it.each(['/nowhere', '/deep/nowhere', '/nowhere.png'])(
  'a missing file at %s is answered with a page that links to the start',
  async (path) => {
    const response = await fetch(site + path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const page = await response.text();
    expect(page).toContain('Page not found');
    expect(page).toContain('<a href="/">');
    expect(page).not.toMatch(/<style|<script|\sstyle="/i);
  },
);

it.each([
  ['/favicon.ico', /^image\//],
  ['/apple-touch-icon.png', /^image\/png/],
  ['/site.webmanifest', /^application\/manifest\+json/],
  ['/robots.txt', /^text\/plain/],
])('%s, which browsers and robots ask for unasked, is there', async (path, type) => {
  const response = await fetch(site + path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(type);
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
});
