// Who the page says is signed in, by the tokens of issuers that differ.
import type { User } from 'oidc-client-ts';
import { expect, it } from 'vitest';
import { personOf } from '../../web/person.ts';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const session = (profile: object, access_token: string) =>
  ({ profile, access_token }) as Pick<User, 'profile' | 'access_token'>;
const signed = (claims: object) => `${encode({ alg: 'RS256' })}.${encode(claims)}.c2ln`;

it('takes subject and groups from the access token, as the API does, and the name from the ID token', () => {
  const token = signed({ sub: 'erika@example.com', realm_access: { roles: ['Büro', '社員'] } });
  const profile = { sub: '00u1', email: 'erika@example.com', realm_access: { roles: ['staff'] } };
  expect(personOf(session(profile, token), ['realm_access', 'roles'])).toEqual({
    name: 'erika@example.com',
    sub: 'erika@example.com',
    groups: ['Büro', '社員'],
  });
});

it.each([
  ['is opaque', 'v2.local.abc'],
  ['is empty', ''],
  ['holds no object', `a.${Buffer.from('7').toString('base64url')}.b`],
])('takes the ID token where the access token %s', (_what, token) => {
  const profile = { sub: 'alice', groups: 'editors' };
  expect(personOf(session(profile, token), ['groups'])).toEqual({
    name: 'alice',
    sub: 'alice',
    groups: ['editors'],
  });
});
