import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, startEchoGateway } from './echo-gateway.ts';
import { client } from './identity.ts';

let gateway: Awaited<ReturnType<typeof startEchoGateway>>;
beforeAll(async () => {
  gateway = await startEchoGateway();
});
afterAll(() => gateway.close());

describe('the authorizer', () => {
  const minute = 60;
  const now = () => Math.floor(Date.now() / 1000);
  const good = (): JWTPayload => ({
    iss: gateway.issuer.url,
    sub: 'alice',
    client_id: client.clientId,
    scope: 'openid',
    exp: now() + minute,
  });
  const privateKey = async () => JSON.parse(await readFile(gateway.issuer.keyFile, 'utf8'));
  const sign = async (payload: JWTPayload, header: object = {}) => {
    const key = await privateKey();
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
      .sign(await importJWK(key, 'RS256'));
  };
  const statusOf = async (headers: Record<string, string>) => {
    const response = await gateway.call('/files', { method: 'POST', headers });
    return { status: response.status, body: await response.json() };
  };
  const unauthorized = { status: 401, body: { message: 'Unauthorized' } };

  test('the authorizer accepts a token with client_id instead of aud, with and without the word Bearer', async () => {
    const made = await sign(good());
    expect((await statusOf(bearer(made))).status).toBe(200);
    expect((await statusOf({ authorization: made })).status).toBe(200);
  });

  test('refuses a request without a token', async () => {
    expect(await statusOf({})).toEqual(unauthorized);
    expect(await statusOf(bearer('nonsense'))).toEqual(unauthorized);
  });

  test.each<[string, (payload: JWTPayload) => JWTPayload]>([
    ['is expired', (payload) => ({ ...payload, exp: now() - minute })],
    ['never expires', ({ exp: _exp, ...payload }) => payload],
    ['is not valid yet', (payload) => ({ ...payload, nbf: now() + minute })],
    ['is for another client', (payload) => ({ ...payload, client_id: 'other' })],
    ['is for another audience', (payload) => ({ ...payload, aud: 'other' })],
    ['has no client_id', ({ client_id: _id, ...payload }) => payload],
    ['names no issuer', ({ iss: _iss, ...payload }) => payload],
    ['expires in words', (payload) => ({ ...payload, exp: 'tomorrow' as unknown as number })],
    [
      'is not valid before some word',
      (payload) => ({ ...payload, nbf: 'now' as unknown as number }),
    ],
    ['is of another issuer', (payload) => ({ ...payload, iss: 'https://evil.example' })],
  ])('refuses a token that %s', async (_name, change) => {
    expect(await statusOf(bearer(await sign(change(good()))))).toEqual(unauthorized);
  });

  test('refuses a token signed with another key', async () => {
    const { privateKey: other } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { kid } = await privateKey();
    const forged = await new SignJWT(good()).setProtectedHeader({ alg: 'RS256', kid }).sign(other);
    expect(await statusOf(bearer(forged))).toEqual(unauthorized);
  });

  test('refuses a token that is not signed at all', async () => {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${encode({ alg: 'none', typ: 'JWT' })}.${encode(good())}.`;
    expect(await statusOf(bearer(unsigned))).toEqual(unauthorized);
  });

  test('refuses a token whose HMAC was made with the public key', async () => {
    const { keys } = await (await fetch(`${gateway.issuer.url}/jwks`)).json();
    const secret = new TextEncoder().encode(JSON.stringify(keys[0]));
    const forged = await new SignJWT(good())
      .setProtectedHeader({ alg: 'HS256', kid: keys[0].kid })
      .sign(secret);
    expect(await statusOf(bearer(forged))).toEqual(unauthorized);
  });

  test('refuses a token signed with the right key by another algorithm than RS256, RS384 and RS512', async () => {
    const key = await privateKey();
    const signed = await new SignJWT(good())
      .setProtectedHeader({ alg: 'PS256', kid: key.kid })
      .sign(await importJWK({ ...key, alg: 'PS256' }, 'PS256'));
    expect(await statusOf(bearer(signed))).toEqual(unauthorized);
  });

  test('forbids an ID token, which has the right audience and no scope', async () => {
    const { scope: _scope, client_id: aud, ...claims } = good();
    const made = await sign({ ...claims, aud: String(aud), token_use: 'id' });
    expect(await statusOf(bearer(made))).toEqual({ status: 403, body: { message: 'Forbidden' } });
  });

  test('forbids a token that lacks the scope', async () => {
    const made = await sign({ ...good(), scope: 'email profile' });
    expect(await statusOf(bearer(made))).toEqual({ status: 403, body: { message: 'Forbidden' } });
  });
});
