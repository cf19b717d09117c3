// An issuer that changes its keys, before a real gateway: who is let in, and whom the authorizer never asks the issuer for.
import { createServer, type Server } from 'node:http';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Authorize, createAuthorizer } from '../../local/gateway/authorize.ts';
import { listen } from '../../local/ports.ts';

let server: Server;
let issuer: string;
let authorize: Authorize;
/** What the issuer publishes. */
let published: JWK[];
/** How often its keys were fetched. */
let fetches: number;

beforeEach(async () => {
  published = [];
  fetches = 0;
  server = createServer((request, response) => {
    const isKeys = request.url === '/keys';
    if (isKeys) fetches += 1;
    const body = isKeys ? { keys: published } : { issuer, jwks_uri: `${issuer}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  issuer = `http://127.0.0.1:${await listen(server, 0)}`;
  authorize = createAuthorizer({ issuer, audiences: ['page'] });
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

interface Key {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly privateKey: CryptoKey;
}

async function makeKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { kid, publicJwk: { ...(await exportJWK(publicKey)), kid }, privateKey };
}

const now = () => Math.floor(Date.now() / 1000);

const tokenBy = (
  { kid, privateKey }: Key,
  claims: JWTPayload = {},
  header: Partial<JWTHeaderParameters> = {},
) =>
  new SignJWT({ iss: issuer, sub: 'alice', aud: 'page', exp: now() + 60, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid, ...header })
    .sign(privateKey);

const decide = async (token: string) => (await authorize(`Bearer ${token}`, [])).kind;

test('accepts a token by a newly published key, and still accepts one by the old key', async () => {
  const [old, next] = await Promise.all([makeKey('old'), makeKey('next')]);
  published = [old.publicJwk];
  expect(await decide(await tokenBy(old))).toBe('allowed');
  expect(await decide(await tokenBy(next))).toBe('unauthorized');

  published = [next.publicJwk, old.publicJwk];
  expect(await decide(await tokenBy(next))).toBe('allowed');
  expect(await decide(await tokenBy(old))).toBe('allowed');
});

test('a token by a key that is published no more is refused once the keys were fetched again', async () => {
  const [old, next] = await Promise.all([makeKey('old'), makeKey('next')]);
  published = [old.publicJwk];
  const token = await tokenBy(old);
  expect(await decide(token)).toBe('allowed');

  published = [next.publicJwk];
  // Known keys are kept: withdrawing a key does not end the sessions of its tokens.
  expect(await decide(token)).toBe('allowed');
  expect(await decide(await tokenBy(next))).toBe('allowed');
  expect(await decide(token)).toBe('unauthorized');
});

test('keys are fetched once for any number of tokens by a known one', async () => {
  const key = await makeKey('one');
  published = [key.publicJwk];
  const token = await tokenBy(key);
  await Promise.all(Array.from({ length: 20 }, () => decide(token)));
  await decide(token);
  expect(fetches).toBe(1);
});

test('rejects every token until the issuer publishes its keys', async () => {
  const key = await makeKey('one');
  expect(await decide(await tokenBy(key))).toBe('unauthorized');
  published = [key.publicJwk];
  expect(await decide(await tokenBy(key))).toBe('allowed');
});

test('a token that does not say by which key it is signed is refused, though one key would fit', async () => {
  const key = await makeKey('one');
  published = [key.publicJwk];
  const { privateKey } = key;
  const nameless = await new SignJWT({ iss: issuer, sub: 'alice', aud: 'page', exp: now() + 60 })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(privateKey);
  expect(await decide(nameless)).toBe('unauthorized');
});

test.each<[string, () => JWTPayload]>([
  ['expired this second', () => ({ exp: now() })],
  ['is valid in a minute, by a clock that is ahead', () => ({ nbf: now() + 60 })],
  ['was issued in a minute, by a clock that is ahead', () => ({ iat: now() + 60 })],
  ['lists other audiences', () => ({ aud: ['other', 'third'] })],
  [
    'has an audience that is not the right one beside the right client_id',
    () => ({ aud: 'other', client_id: 'page' }),
  ],
  ['comes from the issuer with a slash behind it', () => ({ iss: `${issuer}/` })],
])('a token that %s is refused', async (_name, claims) => {
  const key = await makeKey('one');
  published = [key.publicJwk];
  expect(await decide(await tokenBy(key, claims()))).toBe('unauthorized');
});

test.each<[string, () => JWTPayload]>([
  ['has the audience among others', () => ({ aud: ['other', 'page'] })],
  ['was issued this second', () => ({ iat: now(), nbf: now() })],
])('a token that %s is let in', async (_name, claims) => {
  const key = await makeKey('one');
  published = [key.publicJwk];
  expect(await decide(await tokenBy(key, claims()))).toBe('allowed');
});

test('the keys that a token brings or points to are never used', async () => {
  const [good, evil] = await Promise.all([makeKey('one'), makeKey('one')]);
  published = [good.publicJwk];
  for (const header of [
    { jwk: evil.publicJwk },
    { jku: `${issuer}/keys` },
    { x5u: `${issuer}/keys` },
  ]) {
    expect(await decide(await tokenBy(evil, {}, header))).toBe('unauthorized');
  }
});

test('ignores a token in the query, and rejects one that is truncated or padded', async () => {
  const key = await makeKey('one');
  published = [key.publicJwk];
  const token = await tokenBy(key);
  expect((await authorize(undefined, [])).kind).toBe('unauthorized');
  for (const odd of [
    token.slice(0, -8),
    `${token}.${token}`,
    `${token},${token}`,
    'Basic x',
    ' ',
  ]) {
    expect((await authorize(`Bearer ${odd}`, [])).kind, odd).toBe('unauthorized');
  }
});
