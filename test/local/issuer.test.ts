import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIssuer } from '../../local/issuer/issuer.ts';
import { accessTokenOf, client, machine, requestTokens, startIssuer } from './identity.ts';

let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());

const verifier = randomBytes(32).toString('base64url');
const [callbackUrl = ''] = client.callbackUrls;

const authorizeUrl = (parameters: Record<string, string> = {}) =>
  `${issuer.url}/authorize?${new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: callbackUrl,
    response_type: 'code',
    scope: 'openid profile',
    state: 'state&1',
    nonce: 'once',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  })}`;

async function authorize(parameters: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(authorizeUrl(parameters), { redirect: 'manual', headers });
  return {
    response,
    query: new URL(response.headers.get('location') ?? 'http://none').searchParams,
    cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '',
  };
}

const redeem = async (code: string, change: Record<string, string> = {}) => {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callbackUrl,
    code_verifier: verifier,
  };
  const response = await requestTokens(issuer.url, { ...form, ...change });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};

describe('the code flow with PKCE', () => {
  test('asks who it is, with everything it was given', async () => {
    const page = await (await fetch(authorizeUrl())).text();
    for (const user of ['alice', 'bob', 'staff']) expect(page).toContain(`value="${user}"`);
    expect(page).toContain('name="state" value="state&amp;1"');
  });

  test('the code flow with PKCE ends with tokens of the chosen user', async () => {
    const { query } = await authorize({ user: 'staff' });
    expect(query.get('state')).toBe('state&1');
    const { status, body } = await redeem(query.get('code') ?? '');
    expect(status).toBe(200);
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({
      iss: issuer.url,
      sub: 'staff',
      aud: client.clientId,
      nonce: 'once',
      email: 'staff@example.com',
      name: 'Staff',
    });
    const access = decodeJwt(body.access_token ?? '');
    expect(access).toMatchObject({
      iss: issuer.url,
      sub: 'staff',
      client_id: client.clientId,
      scope: 'openid profile',
      token_use: 'access',
      'cognito:groups': ['staff'],
    });
    expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(3600);
  });

  test('the issuer gives tokens for a code once', async () => {
    const { query } = await authorize({ user: 'bob' });
    const code = query.get('code') ?? '';
    expect((await redeem(code)).status).toBe(200);
    expect((await redeem(code)).status).toBe(400);
  });

  test.each([
    ['another verifier', { code_verifier: randomBytes(32).toString('base64url') }],
    ['another redirect', { redirect_uri: 'http://127.0.0.1:9/other' }],
    ['another client', { client_id: 'other' }],
  ])('the issuer gives no tokens to %s', async (_name, change) => {
    const { query } = await authorize({ user: 'bob' });
    expect((await redeem(query.get('code') ?? '', change)).status).toBe(400);
  });

  test('redirects nowhere but to the callback URLs of a known client', async () => {
    for (const wrong of [{ redirect_uri: 'http://evil.example/' }, { client_id: 'other' }]) {
      expect(
        (await fetch(authorizeUrl({ ...wrong, user: 'bob' }), { redirect: 'manual' })).status,
      ).toBe(400);
    }
  });

  test('the issuer remembers who signed in until they sign out, when no prompt is requested', async () => {
    expect((await authorize({ prompt: 'none' })).query.get('error')).toBe('login_required');
    const { cookie } = await authorize({ user: 'alice' });
    const { query } = await authorize({ prompt: 'none' }, { cookie });
    const { body } = await redeem(query.get('code') ?? '');
    expect(decodeJwt(body.access_token ?? '').sub).toBe('alice');

    const out = await fetch(`${issuer.url}/logout?client_id=page&logout_uri=${callbackUrl}`, {
      redirect: 'manual',
    });
    expect(out.headers.get('location')).toBe(callbackUrl);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
  });
});

test('signing out the way of OIDC leads back with the state, and never elsewhere', async () => {
  const configuration = await (
    await fetch(`${issuer.url}/.well-known/openid-configuration`)
  ).json();
  const signOut = (target: string) =>
    fetch(`${configuration.end_session_endpoint}?state=s&post_logout_redirect_uri=${target}`, {
      redirect: 'manual',
    });
  expect((await signOut(callbackUrl)).headers.get('location')).toBe(`${callbackUrl}?state=s`);
  expect((await signOut('http://evil.example/')).status).toBe(400);
});

test('a refresh token gives new tokens of the same person', async () => {
  const { query } = await authorize({ user: 'alice' });
  const { body } = await redeem(query.get('code') ?? '');
  const refreshed = await requestTokens(issuer.url, {
    grant_type: 'refresh_token',
    refresh_token: body.refresh_token ?? '',
  });
  const tokens = (await refreshed.json()) as { access_token: string };
  expect(decodeJwt(tokens.access_token)).toMatchObject({ sub: 'alice', scope: 'openid profile' });
  const forged = await requestTokens(issuer.url, {
    grant_type: 'refresh_token',
    refresh_token: 'e30.AAAA',
  });
  expect(forged.status).toBe(400);
});

test('a username gives an access token, an unknown one is refused', async () => {
  expect(decodeJwt(await accessTokenOf(issuer.url, 'bob')).sub).toBe('bob');
  const refused = await requestTokens(issuer.url, {
    grant_type: 'password',
    username: 'eve',
    password: 'x',
  });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: 'invalid_grant' });
});

test('the page may read tokens from another origin', async () => {
  const response = await requestTokens(issuer.url, {
    grant_type: 'password',
    username: 'bob',
    password: 'x',
  });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
});

test('the signing key is kept, so that tokens survive a restart', async () => {
  const { createServer } = await import('node:http');
  const keysOf = async (url: string) => (await fetch(`${url}/jwks`)).json();
  const listener = await createIssuer({
    url: issuer.url,
    clients: [client],
    secret: 'secret',
    keyFile: issuer.keyFile,
  });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  expect(await keysOf(`http://127.0.0.1:${port}`)).toEqual(await keysOf(issuer.url));
  server.close();
});

describe('client credentials', () => {
  const form = { grant_type: 'client_credentials', client_id: machine.clientId };
  const tokens = async (change: Record<string, string>) => {
    const response = await requestTokens(issuer.url, { ...form, ...change });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };

  test('a program gets an access token like Cognito’s, for every scope of its client, and no other token', async () => {
    const { status, body } = await tokens({ client_secret: 'any' });
    expect(status).toBe(200);
    const claims = decodeJwt(body.access_token ?? '');
    expect(claims).toMatchObject({
      iss: issuer.url,
      sub: 'backend',
      client_id: 'backend',
      scope: 'airlock/service airlock/other',
      token_use: 'access',
    });
    expect(claims).not.toHaveProperty('aud');
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('id_token');
  });

  test('a program may ask for one scope, at Cognito’s own path, with its credentials in the header', async () => {
    const response = await fetch(`${issuer.url}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('backend:any')}` },
      body: new URLSearchParams({ grant_type: form.grant_type, scope: 'airlock/other' }),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    expect(decodeJwt(access_token)).toMatchObject({ sub: 'backend', scope: 'airlock/other' });
  });

  test.each<[string, Record<string, string>]>([
    ['without a secret', {}],
    ['for a scope that its client does not have', { client_secret: 'any', scope: 'openid' }],
    ['as the client of the page', { client_secret: 'any', client_id: client.clientId }],
    ['as an unknown client', { client_secret: 'any', client_id: 'unknown' }],
  ])('a program gets no token %s', async (_what, change) => {
    expect(await tokens(change)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('no person signs in at the client of a program', async () => {
    const password = { grant_type: 'password', username: 'alice', password: 'x' };
    expect(await tokens({ ...password, client_secret: 'any' })).toMatchObject({ status: 400 });
  });
});
