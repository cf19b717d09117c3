// What is asked of Cognito to find people, and what becomes of answers that the local Cognito never gives.
import {
  CognitoIdentityProviderClient,
  InternalErrorException,
  ListUsersCommand,
  TooManyRequestsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, it } from 'vitest';
import { findPrincipalsWith } from '../../lambdas/aws/cognito/find-principals.ts';
import { MAX_FOUND } from '../../lambdas/domain/directory-ports.ts';
import { ThrottledError } from '../../lambdas/domain/errors.ts';
import 'aws-sdk-client-mock-vitest/extend';

const client = new CognitoIdentityProviderClient({ region: 'eu-west-1' });
const cognito = mockClient(client);
afterEach(() => cognito.reset());

const find = findPrincipalsWith(client, 'eu-west-1_pool');
const user = (attributes: Record<string, string>, Enabled = true) => ({
  Enabled,
  Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
});
const ann = { sub: 'a-1', email: 'ann@example.com', email_verified: 'true' };

it('asks for a whole mail address, with the quotation marks in it escaped', async () => {
  cognito.on(ListUsersCommand).resolves({ Users: [user(ann)] });
  expect(await find({ name: 'a"b\\c@example.com' })).toEqual([
    { sub: 'a-1', name: 'ann@example.com' },
  ]);
  expect(cognito).toHaveReceivedCommandWith(ListUsersCommand, {
    UserPoolId: 'eu-west-1_pool',
    Filter: 'email = "a\\"b\\\\c@example.com"',
    Limit: MAX_FOUND,
  });
});

it('an address that is not verified finds no account, and neither does that of a disabled account', async () => {
  const impostor = { ...ann, sub: 'x-1', email_verified: 'false' };
  cognito.on(ListUsersCommand).resolves({ Users: [user(impostor), user(ann, false)] });
  expect(await find({ name: ann.email })).toEqual([]);
});

it('finds the names of subjects by one request each, and leaves out whom the pool does not know', async () => {
  const ben = { sub: 'b-1', email: 'ben@example.com', email_verified: 'false', name: 'Ben' };
  cognito
    .on(ListUsersCommand, { Filter: 'sub = "a-1"' })
    .resolves({ Users: [user(ann)] })
    .on(ListUsersCommand, { Filter: 'sub = "b-1"' })
    .resolves({ Users: [user(ben)] })
    .on(ListUsersCommand, { Filter: 'sub = "c-1"' })
    .resolves({})
    .on(ListUsersCommand, { Filter: 'sub = "d-1"' })
    .resolves({ Users: [user({ sub: 'd-1' })] });
  expect(await find({ subs: ['a-1', 'b-1', 'c-1', 'd-1'] })).toEqual([
    { sub: 'a-1', name: 'ann@example.com' },
    { sub: 'b-1', name: 'Ben' },
  ]);
});

it('a lookup that Cognito throttles fails as throttled, and any other failure as itself', async () => {
  const answer = { $metadata: {}, message: 'Rate exceeded' };
  cognito.on(ListUsersCommand).rejects(new TooManyRequestsException(answer));
  await expect(find({ name: ann.email })).rejects.toThrow(ThrottledError);
  cognito.on(ListUsersCommand).rejects(new InternalErrorException(answer));
  await expect(find({ name: ann.email })).rejects.toThrow(InternalErrorException);
});
