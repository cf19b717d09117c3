// The verification of tokens by ourselves: every way in which a token does not hold.
import { createHmac, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { base64url, CompactEncrypt, type JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { encode, makeKey, sign } from '../issuers/keys.ts';
import { authorize, claims, first, key, refusal, seconds } from './two-issuers.ts';

describe('a token that does not hold', () => {
  it.each<[string, JWTPayload, message: string]>([
    ['is expired', { exp: seconds - 31 }, 'has expired'],
    ['never expires', { exp: undefined as never }, 'exp'],
    ['expires in words', { exp: 'tomorrow' as never }, 'exp'],
    ['begins later', { nbf: seconds + 31 }, 'not valid yet'],
    ['was issued in the future', { iat: seconds + 31 }, 'in the future'],
    ['is for another audience', { aud: 'shop' }, '"shop", not for this API'],
    [
      'is for another audience, with our client beside it',
      { aud: 'shop', client_id: 'api' },
      'aud',
    ],
    ['has an audience that is no text', { aud: { api: 1 } as never }, 'aud'],
    ['has no audience', { aud: undefined as never }, 'aud'],
    ['has no subject', { sub: undefined as never }, 'no claim sub'],
    ['has an empty subject', { sub: '' }, 'no claim sub'],
    ['has a number as its subject', { sub: 7 as never }, 'no claim sub'],
    ['has a list as its subject', { sub: ['alice'] as never }, 'no claim sub'],
    ['names no issuer', { iss: undefined as never }, 'issuer undefined'],
    ['names another issuer', { iss: 'https://evil.example' }, 'https://evil.example'],
    ['names an issuer with a slash more', { iss: `${first}/` }, 'not accepted'],
    ['names a list of issuers', { iss: [first] as never }, 'not accepted'],
  ])('refuses a token that %s', async (_what, changes, message) => {
    const refused = await refusal(await sign(key, JSON.parse(JSON.stringify(claims(changes)))));
    expect(refused.code).toBe('unauthorized');
    expect(refused.message).toContain(message);
  });

  it.each(['openid-connect', 'OPENID', '', 'email profile'])(
    'forbids a token with the scope %j and none of those that are asked for',
    async (scope) => {
      expect((await refusal(await sign(key, claims({ scope })))).code).toBe('forbidden');
    },
  );

  it.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', 'id+jwt', ''])(
    'refuses a token of type %j, which has another use',
    async (typ) => {
      expect((await refusal(await sign(key, claims(), { typ }))).message).toContain('of type');
    },
  );

  it('refuses a token that is not signed, in words', async () => {
    for (const alg of ['none', 'None', 'NONE']) {
      const token = `${encode({ alg, typ: 'JWT', kid: key.jwk.kid })}.${encode(claims())}.`;
      expect((await refusal(token)).message).toContain(`signed with "${alg}"`);
    }
  });

  it('refuses an HMAC that is made with the public key', async () => {
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const secrets = [
      JSON.stringify(key.jwk),
      String(key.jwk.n),
      pem.export({ type: 'spki', format: 'pem' }).toString(),
    ];
    for (const secret of secrets) {
      const signed = `${encode({ alg: 'HS256', kid: key.jwk.kid })}.${encode(claims())}`;
      const mac = createHmac('sha256', secret).update(signed).digest('base64url');
      expect((await refusal(`${signed}.${mac}`)).message).toContain('shared secret');
    }
  });

  it('refuses a signature by a key of another type than the algorithm', async () => {
    const token = await sign(key, claims(), { kid: 'ES256' });
    expect((await refusal(token)).message).toContain('no key "ES256" for RS256');
  });

  it('refuses a signature by another key of the same id', async () => {
    const forged = await sign(await makeKey('RS256', 'RS256'), claims());
    expect((await refusal(forged)).message).toContain('signature');
  });

  it('refuses a token whose claims were changed after signing', async () => {
    const [header, , signature] = (await sign(key, claims())).split('.');
    const changed = `${header}.${encode(claims({ sub: 'bob' }))}.${signature}`;
    expect((await refusal(changed)).message).toContain('signature');
  });

  it.each([
    ['no kid', { kid: undefined as never }],
    ['an empty kid', { kid: '' }],
    ['a kid that is unknown', { kid: 'unknown' }],
    ['a kid that names a member of every object', { kid: '__proto__' }],
    ['an extension that has to be understood', { crit: ['exp'], exp: 1 }],
    ['a key of its own', { kid: 'own', jwk: {} as never }],
  ])('refuses a token whose header has %s', async (_what, header) => {
    const token = await sign(key, claims(), header).catch(() =>
      // The library refuses to sign some of these.
      [encode({ alg: 'RS256', kid: 'RS256', ...header }), encode(claims()), 'c2ln'].join('.'),
    );
    expect((await refusal(token)).code).toBe('unauthorized');
  });

  it('refuses an encrypted token, an opaque one and what is no token, in words', async () => {
    const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claims())))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(base64url.decode('A'.repeat(43)));
    const opaque = 'v2.local.abcdefghijklmnop';
    for (const token of [
      '',
      ' ',
      'a',
      'a.b',
      'a.b.c',
      '...',
      opaque,
      encrypted,
      'x'.repeat(20_000),
    ])
      expect((await refusal(token)).message, token.slice(0, 20)).toContain('no signed JWT');
  });

  it('reads nested and huge claims within the size that a header can have, and no more', async () => {
    const deep = `${'['.repeat(2000)}${']'.repeat(2000)}`;
    const nested = await sign(key, claims({ deep: JSON.parse(deep) }));
    expect((await authorize()(nested)).principal.sub).toBe('alice');
    const huge = await sign(
      key,
      claims({ groups: Array.from({ length: 2000 }, (_, i) => `g${i}`) }),
    );
    expect((await refusal(huge)).message).toContain('no signed JWT');
  });

  it('answers whatever stands in the three parts with a refusal', async () => {
    const part = fc.oneof(fc.string(), fc.json(), fc.constant(JSON.stringify(claims())));
    await fc.assert(
      fc.asyncProperty(part, part, fc.string(), async (header, payload, signature) => {
        const token = [header, payload, signature].map(encode).join('.');
        expect((await refusal(token)).code).toBe('unauthorized');
      }),
    );
  });
});
