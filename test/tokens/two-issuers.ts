// Two issuers whose keys are in the configuration, tokens of the first, and what becomes of any token.
import type { JWTPayload } from 'jose';
import { expect } from 'vitest';
import { authorizeRequest } from '../../lambdas/authorize-request/authorize-request.ts';
import { defineAuth, type IssuerInput } from '../../lambdas/config/auth-config.ts';
import { signatureAlgorithms } from '../../lambdas/config/token-rules.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { trustedIssuers } from '../../lambdas/tokens/trusted-issuers.ts';
import { makeKey, type SigningKey } from '../issuers/keys.ts';

const now = new Date('2026-11-29T12:00:00Z');

/** The time at which every token is verified, in seconds. */
export const seconds = now.getTime() / 1000;
export const first = 'https://id.example.com';
export const second = 'https://login.partner.example';

/** The keys of the first issuer, one for each algorithm and named after it. */
export const keys: readonly SigningKey[] = await Promise.all(
  signatureAlgorithms.map((alg) => makeKey(alg, alg)),
);
export const key = keys[0] as SigningKey;
export const partnerKey = await makeKey('ES256', 'p');

/** The claims of a token of the first issuer that holds, with these changes. */
export const claims = (changes: JWTPayload = {}): JWTPayload => ({
  iss: first,
  sub: 'alice',
  aud: 'api',
  scope: 'openid files',
  exp: seconds + 60,
  groups: ['editors'],
  ...changes,
});

/** Both issuers, with their keys in the configuration. */
export function authorize(partner: Partial<IssuerInput> = {}) {
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

/** Expects that a token is refused; returns the refusal. */
export const refusal = async (token: string): Promise<Refusal> => {
  const thrown = await authorize()(token).then(
    () => expect.fail('The token was accepted.'),
    (error: unknown) => error,
  );
  return thrown instanceof Refusal ? thrown : expect.fail(String(thrown));
};
