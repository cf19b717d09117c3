// The verification of tokens by ourselves: what holds, and whom it names.
import fc from 'fast-check';
import type { JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { signatureAlgorithms } from '../../lambdas/config/token-rules.ts';
import { type SigningKey, sign } from '../issuers/keys.ts';
import {
  authorize,
  claims,
  first,
  key,
  keys,
  partnerKey,
  refusal,
  second,
  seconds,
} from './two-issuers.ts';

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
