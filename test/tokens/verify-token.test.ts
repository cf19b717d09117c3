// The verification of tokens by ourselves: what holds, and every way in which a token does not.
import { createHmac, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { base64url, CompactEncrypt, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorizeRequest } from '../../lambdas/authorize-request/authorize-request.ts';
import { defineAuth, type IssuerInput } from '../../lambdas/config/auth-config.ts';
import { signatureAlgorithms } from '../../lambdas/config/token-rules.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { trustedIssuers } from '../../lambdas/tokens/trusted-issuers.ts';
import { encode, makeKey, type SigningKey, sign } from '../issuers/keys.ts';

const now = new Date('2026-11-29T12:00:00Z');
const seconds = now.getTime() / 1000;
const first = 'https://id.example.com';
const second = 'https://login.partner.example';

let keys: readonly SigningKey[];
let key: SigningKey;
let partnerKey: SigningKey;

beforeAll(async () => {
  keys = await Promise.all(signatureAlgorithms.map((alg) => makeKey(alg, alg)));
  key = keys[0] as SigningKey;
  partnerKey = await makeKey('ES256', 'p');
});

const claims = (changes: JWTPayload = {}): JWTPayload => ({
  iss: first,
  sub: 'alice',
  aud: 'api',
  scope: 'openid files',
  exp: seconds + 60,
  groups: ['editors'],
  ...changes,
});

/** Both issuers, with their keys in the configuration. */
function authorize(partner: Partial<IssuerInput> = {}) {
  const auth = defineAuth({
    issuer: first,
    audiences: ['api', 'other-api'],
    groupsClaim: 'groups',
    keys: keys.map(({ jwk }) => jwk),
    algorithms: signatureAlgorithms,
    services: [{ subject: 'backend' }],
    issuers: [
      {
        name: 'partner',
        issuer: second,
        audiences: ['airlock'],
        scopes: [],
        groupsClaim: ['realm_access', 'roles'],
        keys: [partnerKey.jwk],
        ...partner,
      },
    ],
  });
  const issuers = trustedIssuers(auth, { issuer: first, audiences: auth.audiences }, Date.now);
  return authorizeRequest({ issuers, services: auth.services, now: () => now });
}

const refusal = async (token: string): Promise<Refusal> => {
  const thrown = await authorize()(token).then(
    () => expect.fail('The token was accepted.'),
    (error: unknown) => error,
  );
  return thrown instanceof Refusal ? thrown : expect.fail(String(thrown));
};

describe('a token that holds', () => {
  it.each(signatureAlgorithms)('accepts a token that is signed with %s', async (alg) => {
    const signer = keys.find((each) => each.alg === alg) as SigningKey;
    expect(await authorize()(await sign(signer, claims()))).toEqual({
      principal: { sub: 'alice', groups: ['editors'] },
      expiresAt: seconds + 90,
    });
  });

  it.each(['JWT', 'jwt', 'at+jwt', 'application/at+jwt', undefined])(
    'accepts a token of type %s as an access token',
    async (typ) => {
      const token = await sign(key, claims(), typ === undefined ? {} : { typ });
      expect((await authorize()(token)).principal.sub).toBe('alice');
    },
  );

  it.each<[string, JWTPayload]>([
    ['its audience in a list', { aud: ['else', 'other-api'] }],
    ['a client_id and no audience', { aud: undefined as never, client_id: 'api' }],
    ['its scopes as a list under scp', { scope: undefined, scp: ['openid'] }],
    ['an end that passed within the tolerance', { exp: seconds - 29 }],
    ['a beginning within the tolerance', { nbf: seconds + 29, iat: seconds + 29 }],
    ['an end beyond every exact number', { exp: 1e300 }],
  ])('accepts a token with %s', async (_what, changes) => {
    const { principal, expiresAt } = await authorize()(
      await sign(key, JSON.parse(JSON.stringify(claims(changes)))),
    );
    expect(principal.sub).toBe('alice');
    expect(Number.isSafeInteger(expiresAt)).toBe(true);
  });

  it('recognizes a service by a token of the first issuer alone', async () => {
    const own = await authorize()(await sign(key, claims({ sub: 'backend' })));
    expect(own.principal).toEqual({ sub: 'backend', groups: ['editors'], isService: true });
    const foreign = await authorize()(
      await sign(partnerKey, claims({ iss: second, aud: 'airlock', sub: 'backend' })),
    );
    expect(foreign.principal).toEqual({ sub: 'partner:backend', groups: [] });
  });
});

describe('several issuers', () => {
  const partnerToken = (changes: JWTPayload = {}) =>
    sign(partnerKey, claims({ iss: second, aud: 'airlock', ...changes }));

  it('gives the same subject at two issuers two names, and its groups too', async () => {
    const { principal } = await authorize()(
      await partnerToken({ realm_access: { roles: ['editors'] } }),
    );
    expect(principal).toEqual({ sub: 'partner:alice', groups: ['partner:editors'] });
    expect((await authorize()(await sign(key, claims()))).principal.sub).toBe('alice');
  });

  it('refuses a subject of the first issuer that reads like one of another', async () => {
    const refused = await refusal(await sign(key, claims({ sub: 'partner:alice' })));
    expect(refused.code).toBe('unauthorized');
    expect(refused.message).toContain('name of another issuer');
  });

  it('leaves out a group of the first issuer that reads like one of another', async () => {
    const token = await sign(key, claims({ groups: ['partner:editors', 'partner', 'editors'] }));
    expect((await authorize()(token)).principal.groups).toEqual(['partner', 'editors']);
  });

  it('never gives two issuers the same principal, whatever their tokens say', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.constantFrom('partner:', 'partner:a', ':', 'a', 'partner', 'partner:partner:a'),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (one, other) => {
        const foreign = await authorize()(await partnerToken({ sub: other }));
        const own = await authorize()(await sign(key, claims({ sub: one }))).catch(() => undefined);
        expect(own?.principal.sub).not.toBe(foreign.principal.sub);
      }),
      { numRuns: 50 },
    );
  });

  it.each<[string, JWTPayload]>([
    ['names the audience of the other', { aud: 'api' }],
    ['names the other as its issuer', { iss: first, aud: 'api' }],
  ])('refuses a token that is signed by one issuer and %s', async (_what, changes) => {
    expect((await refusal(await partnerToken(changes))).code).toBe('unauthorized');
  });

  it('asks a token for its authorized party where that is configured', async () => {
    const parties = authorize({ audiences: [], authorizedParties: ['https://app.example.com'] });
    const token = (azp?: string) => partnerToken({ aud: undefined as never, ...(azp && { azp }) });
    const { principal } = await parties(await token('https://app.example.com'));
    expect(principal.sub).toBe('partner:alice');
    for (const azp of ['https://evil.example', undefined])
      await expect(parties(await token(azp))).rejects.toThrow('(azp)');
  });
});

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

describe('the names of groups', () => {
  it.each([
    'Legal staff',
    'a,staff',
    '[staff]',
    '"staff"',
    'Geschäftsführung 社員',
    'staff\n',
    ' staff',
    'group:staff',
  ])('keeps the group %j whole, so that nothing in it names another', async (group) => {
    for (const groups of [[group], group]) {
      const { principal } = await authorize()(await sign(key, claims({ groups })));
      expect(principal.groups).toEqual([group]);
    }
  });
});
