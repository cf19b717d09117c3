import { afterEach, expect, test, vi } from 'vitest';
import { fetchPageConfig, readPageConfig, SiteUnreachableError } from '../../web/page-config.ts';

const least = {
  api: 'https://api.example.com',
  auth: { issuer: 'https://id.example.com', clientId: 'page' },
  collections: { images: { types: ['image/png'], maxBytes: 5 } },
};

test('a configuration of an older stack gets defaults for what it lacks', () => {
  expect(readPageConfig(least)).toEqual({
    ...least,
    auth: { ...least.auth, groupsClaim: ['cognito:groups'], scope: 'openid', parameters: {} },
    collections: { images: { types: ['image/png'], maxBytes: 5, listers: [] } },
  });
});

test('people are found only where the configuration says so', () => {
  expect(readPageConfig({ ...least, findsPeople: true })?.findsPeople).toBe(true);
  expect(readPageConfig({ ...least, findsPeople: 'no' })).not.toHaveProperty('findsPeople');
});

test('a whole configuration is read as it is', () => {
  const whole = {
    ...least,
    auth: {
      ...least.auth,
      groupsClaim: ['roles', 'airlock'],
      scope: 'openid email',
      parameters: { audience: 'x' },
      signOutUrl: 'https://id.example.com/out',
    },
    collections: { images: { types: ['image/png'], maxBytes: 5, listers: ['group:staff'] } },
  };
  expect(readPageConfig(whole)).toEqual(whole);
});

test.each([
  [null],
  ['text'],
  [{ ...least, api: undefined }],
  [{ ...least, auth: null }],
  [{ ...least, auth: { issuer: 'https://id.example.com' } }],
  [{ ...least, collections: { images: { types: 'image/png', maxBytes: 5 } } }],
  [{ ...least, collections: { images: null } }],
])('the value %j is no configuration', (value) => {
  expect(readPageConfig(value)).toBeUndefined();
});

const answer = (status: number, type: string, body: string) => async () =>
  new Response(body, { status, headers: { 'content-type': type } });

afterEach(() => void vi.unstubAllGlobals());

test('a valid configuration of the site is returned', async () => {
  vi.stubGlobal('fetch', answer(200, 'application/json', JSON.stringify(least)));
  expect(await fetchPageConfig()).toMatchObject({ api: least.api });
});

test.each([
  ['text that is not JSON', answer(200, 'application/json', '{')],
  ['another JSON value', answer(200, 'application/json', '[]')],
  ['the page of a path that does not exist', answer(404, 'text/html', '<!doctype html>')],
] as const)('a site with %s as its configuration has none', async (_, fetch) => {
  vi.stubGlobal('fetch', fetch);
  expect(await fetchPageConfig()).toBeUndefined();
});

test.each([
  ['has no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['gets the page of a network to sign in to', answer(200, 'text/html', '<!doctype html>')],
  ['is answered with 503', answer(503, 'text/html', '')],
  ['is answered with 429', answer(429, 'application/json', '{}')],
] as const)('a browser that %s does not reach the site', async (_, fetch) => {
  vi.stubGlobal('fetch', fetch);
  await expect(fetchPageConfig()).rejects.toBeInstanceOf(SiteUnreachableError);
});
