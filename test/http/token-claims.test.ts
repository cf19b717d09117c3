// The claims of a token in the Authorization header, beside those that API Gateway verified and rendered as text.
import { expect, it } from 'vitest';
import { claimsOf } from '../../lambdas/http/token-claims.ts';
import { bearerOf } from '../aws/bearer.ts';

const iss = 'https://id.example.com';
const token = { sub: 'alice', iss, groups: ['Legal staff'] };
// What API Gateway makes of it.
const rendered = { sub: 'alice', iss, groups: '[Legal staff]' };

it('reads claims from the token itself, so that a list stays the list that the issuer wrote', () => {
  expect(claimsOf(bearerOf(token), rendered)).toEqual(token);
});

it('reads a token in UTF-8 and under the scheme in any case', () => {
  const claims = { ...token, groups: ['Geschäftsführung', '社員'] };
  expect(claimsOf(bearerOf(claims).replace('Bearer', 'bearer'), rendered)).toEqual(claims);
});

it.each(['JWT', 'at+jwt', 'application/at+jwt'])('reads a token of type %s', (typ) => {
  expect(claimsOf(bearerOf(token, { typ }), rendered)).toEqual(token);
});

it.each([
  ['no header', undefined],
  ['a token for signing out, which API Gateway accepts,', bearerOf(token, { typ: 'logout+jwt' })],
  ['a token about an event', bearerOf(token, { typ: 'secevent+jwt' })],
  ['a token whose type is no text', bearerOf(token, { typ: ['JWT'] })],
  ['an empty header', ''],
  ['another scheme', 'Basic YTpi'],
  ['two tokens', `${bearerOf(token)}, ${bearerOf(token)}`],
  ['a token of another caller', bearerOf({ ...token, sub: 'bob' })],
  ['a token of another issuer', bearerOf({ ...token, iss: 'https://other.example' })],
  ['a payload that is no JSON', 'Bearer e30.bm90IEpTT04.s'],
  ['a payload that is no object', `Bearer e30.${Buffer.from('null').toString('base64url')}.s`],
  ['five parts, as an encrypted token has', 'Bearer a.e30.c.d.e'],
])('refuses %s beside verified claims as unauthorized', (_what, authorization) => {
  expect(() => claimsOf(authorization, rendered)).toThrow(
    expect.objectContaining({ code: 'unauthorized' }),
  );
});
