// Fetching keys from an issuer that answers well, badly, late, or with too much.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesExactly } from '../../lambdas/domain/bytes-in-words.ts';
import { fetchKeys, MAX_BYTES } from '../../lambdas/tokens/fetch-keys.ts';

const key = { kty: 'RSA', kid: 'a', n: 'AQAB', e: 'AQAB' };
let listener: RequestListener;
const server = createServer((request, response) => listener(request, response));
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Answers each path with a JSON value, and others with 404. */
const serve = (documents: Readonly<Record<string, unknown>>) => {
  listener = ({ url = '' }, response) => {
    const document = documents[url];
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document));
  };
};

const discovery = (changes: object = {}) => ({
  '/realms/acme/.well-known/openid-configuration': {
    issuer: `${origin}/realms/acme`,
    jwks_uri: `${origin}/realms/acme/certs`,
    ...changes,
  },
});

it('finds the keys by the discovery document below the issuer', async () => {
  serve({ ...discovery(), '/realms/acme/certs': { keys: [key] } });
  expect(await fetchKeys({ issuer: `${origin}/realms/acme` })).toEqual([key]);
});

it('finds the keys of an issuer whose name ends with a slash', async () => {
  serve({
    '/.well-known/openid-configuration': { issuer: `${origin}/`, jwks_uri: `${origin}/jwks` },
    '/jwks': { keys: [key] },
  });
  expect(await fetchKeys({ issuer: `${origin}/` })).toEqual([key]);
});

it('asks the configured address without a discovery document', async () => {
  serve({ '/keys.json': { keys: [key, 'no key', null] } });
  const address = { issuer: 'https://id.example.com', jwksUri: `${origin}/keys.json` };
  expect(await fetchKeys(address)).toEqual([key]);
});

it.each<[string, () => Readonly<Record<string, unknown>>]>([
  ['no discovery document', () => ({})],
  ['the discovery document of another issuer', () => discovery({ issuer: 'https://evil.example' })],
  ['a discovery document without keys', () => discovery({ jwks_uri: undefined })],
  ['an address that is none', () => discovery({ jwks_uri: 'keys' })],
  ['an address of a file', () => discovery({ jwks_uri: 'file:///etc/passwd' })],
  ['no keys at their address', () => discovery()],
  ['keys that are no list', () => ({ ...discovery(), '/realms/acme/certs': { keys: {} } })],
  ['a text instead of keys', () => ({ ...discovery(), '/realms/acme/certs': 'keys' })],
])('refuses an issuer with %s', async (_what, documents) => {
  serve(documents());
  await expect(fetchKeys({ issuer: `${origin}/realms/acme` })).rejects.toThrow(
    /issuer|discovery document/,
  );
});

it('refuses an answer of more bytes than are read, whether it says so or not', async () => {
  const large = JSON.stringify({ keys: [{ ...key, more: 'x'.repeat(MAX_BYTES) }] });
  listener = (_request, response) => {
    response.write(large);
    response.end();
  };
  const address = { issuer: origin, jwksUri: `${origin}/keys` };
  await expect(fetchKeys(address)).rejects.toThrow(`more than ${bytesExactly(MAX_BYTES)}`);
});

it('ends a request that the issuer does not answer, or answers without an end', async () => {
  const address = { issuer: origin, jwksUri: `${origin}/keys` };
  listener = () => {};
  await expect(fetchKeys(address)).rejects.toMatchObject({ name: 'TimeoutError' });
  listener = (_request, response) => response.write('{');
  await expect(fetchKeys(address)).rejects.toMatchObject({ name: 'TimeoutError' });
});

it('follows no redirect, which could lead anywhere', async () => {
  listener = (_request, response) => response.writeHead(302, { location: '/other' }).end();
  await expect(fetchKeys({ issuer: origin, jwksUri: `${origin}/keys` })).rejects.toThrow();
});
