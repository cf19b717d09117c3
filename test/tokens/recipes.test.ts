// Every recipe of docs/identity.md against an issuer that behaves like its provider.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizeRequest } from '../../lambdas/authorize-request/authorize-request.ts';
import { type AuthInput, defineAuth, needsAuthorizer } from '../../lambdas/config/auth-config.ts';
import { principalOf } from '../../lambdas/domain/identity.ts';
import { claimsOf } from '../../lambdas/http/token-claims.ts';
import { trustedIssuers } from '../../lambdas/tokens/trusted-issuers.ts';
import { createAuthorizer } from '../../local/gateway/authorize.ts';
import { encode, makeKey } from '../issuers/keys.ts';
import { makeProvider, type Title, titles } from '../issuers/providers.ts';
import { recipeFor } from '../issuers/recipes.ts';
import { type RunningIssuer, startIssuer } from '../issuers/start-issuer.ts';

const alice = { sub: 'alice', email: 'alice@example.com', groups: ['Legal staff', 'a,staff'] };
const issuers = new Map<Title, RunningIssuer>();

beforeAll(async () => {
  for (const title of titles)
    issuers.set(title, await startIssuer(await makeProvider(title), alice));
});
afterAll(async () => {
  for (const issuer of issuers.values()) await issuer.close();
});

const issuerOf = (title: Title) => issuers.get(title) ?? expect.fail(title);

/** Accepts a token as the deployed API does: by API Gateway's own authorizer where that can, otherwise by the function. */
function acceptorOf(input: AuthInput, clock: () => number = Date.now) {
  const auth = defineAuth(input);
  const first = { issuer: input.issuer ?? '', audiences: auth.audiences };
  if (needsAuthorizer(auth)) {
    const authorize = authorizeRequest({
      issuers: trustedIssuers(auth, first, clock),
      services: [],
      now: () => new Date(clock()),
    });
    return async (token: string) => (await authorize(token)).principal;
  }
  const authorize = createAuthorizer(first);
  return async (token: string) => {
    const header = `Bearer ${token}`;
    const said = await authorize(header, auth.scopes);
    if (said.kind !== 'allowed') throw new Error(said.kind);
    return principalOf(claimsOf(header, said.claims), auth);
  };
}

const accept = (title: Title) => acceptorOf(recipeFor(title, issuerOf(title)));

const byGateway: readonly Title[] = ['Cognito', 'Auth0', 'Entra', 'Okta', 'Keycloak', 'Firebase'];

describe.each(titles)('%s', (title) => {
  it(`the recipe for ${title} accepts a token of the provider, with its subject and its exact groups`, async () => {
    const token = await issuerOf(title).token(alice);
    const { sub, groups } = await accept(title)(token);
    expect(sub.endsWith('alice')).toBe(true);
    expect(groups).toEqual(expect.arrayContaining(alice.groups));
    expect(groups).not.toContain('staff');
  });

  it(`the recipe for ${title} is verified by ${byGateway.includes(title) ? 'API Gateway' : 'the function'}`, () => {
    const auth = defineAuth(recipeFor(title, issuerOf(title)));
    expect(needsAuthorizer(auth)).toBe(!byGateway.includes(title));
  });

  it(`the recipe for ${title} refuses tokens that the provider made for another application`, async () => {
    const token = await issuerOf(title).token(alice, {
      aud: 'https://shop.example.com',
      azp: 'https://shop.example.com',
      client_id: 'shop',
    });
    await expect(accept(title)(token)).rejects.toThrow();
  });

  it(`the recipe for ${title} refuses tokens of every other provider`, async () => {
    const accepts = accept(title);
    for (const other of titles.filter((each) => each !== title))
      await expect(accepts(await issuerOf(other).token(alice)), other).rejects.toThrow();
  });
});

it('an opaque token, as Auth0 gives one without an audience, is refused', async () => {
  await expect(accept('Auth0')(encode('opaque'))).rejects.toThrow('unauthorized');
});

it('a token of Keycloak for the account alone, which any client of the realm gets, is refused', async () => {
  const token = await issuerOf('Keycloak').token(alice, { aud: 'account', azp: 'shop' });
  await expect(accept('Keycloak')(token)).rejects.toThrow('unauthorized');
});

it('a token of Entra for Graph has none of the scopes and is refused', async () => {
  const token = await issuerOf('Entra').token(alice, { scp: 'User.Read' });
  await expect(accept('Entra')(token)).rejects.toThrow('forbidden');
});

it('a legacy token of Supabase, signed with a shared secret, is refused in words', async () => {
  const { issuer } = issuerOf('Supabase');
  const claims = { iss: issuer, sub: 'alice', aud: 'authenticated', exp: 4_102_444_800 };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const token = `${signed}.${createHmac('sha256', 'legacy').update(signed).digest('base64url')}`;
  await expect(accept('Supabase')(token)).rejects.toThrow('shared secret');
});

it('what people of Supabase write into their own metadata makes them members of nothing', async () => {
  const { groups } = await accept('Supabase')(await issuerOf('Supabase').token(alice));
  expect(groups).not.toContain('staff');
});

it('keys that Firebase rotates are found when a token names them', async () => {
  const issuer = issuerOf('Firebase');
  const accepts = accept('Firebase');
  const before = await issuer.token(alice);
  await accepts(before);
  issuer.keys.push(await makeKey('RS256', 'Firebase-2'));
  expect((await accepts(await issuer.token(alice))).sub).toBe('alice');
  expect((await accepts(before)).sub).toBe('alice');
});

it('keys that Supabase rotates are found by the function, and the old ones stay for a while', async () => {
  const issuer = issuerOf('Supabase');
  let time = Date.now();
  const accepts = acceptorOf(recipeFor('Supabase', issuer), () => time);
  const before = await issuer.token(alice);
  await accepts(before);
  issuer.keys.push(await makeKey('ES256', 'Supabase-2'));
  time += 31_000;
  expect((await accepts(await issuer.token(alice))).sub).toBe('alice');
  expect((await accepts(before)).sub).toBe('alice');
});
