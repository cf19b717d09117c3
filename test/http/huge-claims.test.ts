// Claims of unusual size and depth in the token behind API Gateway's own authorizer.
import { expect, it } from 'vitest';
import { principalOf } from '../../lambdas/domain/identity.ts';
import { claimsOf } from '../../lambdas/http/token-claims.ts';
import { bearerOf } from '../aws/bearer.ts';

const verified = { sub: 'alice', iss: 'https://id.example.com' };
const principalIn = (claims: object) =>
  principalOf(claimsOf(bearerOf({ ...verified, ...claims }), verified), {
    ...{ groupsClaim: ['groups'], services: [] },
  });

it('reads a token with two thousand levels of nesting, and the groups beside them', () => {
  const deep = JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`);
  expect(principalIn({ deep, groups: ['staff'] })).toEqual({ sub: 'alice', groups: ['staff'] });
});

it('reads every one of a thousand groups, and a name of 5,000 characters', () => {
  const groups = Array.from({ length: 1000 }, (_, index) => `group ${index}, [x]`);
  expect(principalIn({ groups }).groups).toEqual(groups);
  expect(principalIn({ groups: ['x'.repeat(5000)] }).groups).toEqual(['x'.repeat(5000)]);
});

it('takes nothing from claims that are named like what objects inherit', () => {
  const text = `{"sub":"alice","iss":"${verified.iss}","__proto__":{"groups":["staff"]},"constructor":{"groups":["staff"]}}`;
  const token = `Bearer e30.${Buffer.from(text).toString('base64url')}.s`;
  const claims = claimsOf(token, verified);
  for (const groupsClaim of [['groups'], ['toString', 'name'], ['valueOf']]) {
    expect(principalOf(claims, { groupsClaim, services: [] }).groups).toEqual([]);
  }
});
