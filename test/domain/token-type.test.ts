// Which `typ` of a token's header an access token has.
import { expect, it } from 'vitest';
import { isAccessTokenType } from '../../lambdas/domain/token-type.ts';

it.each([undefined, 'JWT', 'jwt', 'at+jwt', 'AT+JWT', 'application/at+jwt'])(
  'a token of type %j can be an access token',
  (typ) => {
    expect(isAccessTokenType(typ)).toBe(true);
  },
);

it.each([
  ...['', 'logout+jwt', 'id+jwt', 'dpop+jwt', 'secevent+jwt', 'jwtx', 'xjwt', 'at+jwt2', 'xat+jwt'],
  ...['application/jwt', 'application/application/at+jwt', 'jwt\n', null, 1, true, ['jwt'], {}],
])('a token of type %j is none', (typ) => {
  expect(isAccessTokenType(typ)).toBe(false);
});
