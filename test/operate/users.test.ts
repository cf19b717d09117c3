// What Cognito receives for a new person, and how its refusals are reported.
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  ResourceNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { usersOf } from '../../operate/users.ts';
import 'aws-sdk-client-mock-vitest/extend';

const UserPoolId = 'eu-central-1_x';
const email = 'a@example.com';
const cognito = mockClient(CognitoIdentityProviderClient);
afterAll(() => cognito.restore());
const users = usersOf(new CognitoIdentityProviderClient({ region: 'eu-central-1' }), UserPoolId);
const $metadata = { httpStatusCode: 400 };

afterEach(() => cognito.reset());

it('creates an account with a verified address and puts it into each group', async () => {
  await users.add({ email, groups: ['staff', 'press'] });
  expect(cognito).toHaveReceivedNthCommandWith(AdminCreateUserCommand, 1, {
    UserPoolId,
    Username: email,
    DesiredDeliveryMediums: ['EMAIL'],
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
  const groups = cognito.commandCalls(AdminAddUserToGroupCommand).map(({ args }) => args[0].input);
  expect(groups).toEqual([
    { UserPoolId, Username: email, GroupName: 'staff' },
    { UserPoolId, Username: email, GroupName: 'press' },
  ]);
});

it('reports what Cognito refused, and sends nothing after it', async () => {
  cognito
    .on(AdminCreateUserCommand)
    .rejects(new UsernameExistsException({ $metadata, message: 'User account already exists.' }));
  await expect(users.add({ email, groups: ['staff'] })).rejects.toThrow(
    'Cognito refused AdminCreateUser: UsernameExistsException. User account already exists.',
  );
  expect(cognito).not.toHaveReceivedCommand(AdminAddUserToGroupCommand);
});

it('reports a group that the user pool does not have', async () => {
  cognito
    .on(AdminAddUserToGroupCommand)
    .rejects(new ResourceNotFoundException({ $metadata, message: 'Group not found.' }));
  await expect(users.add({ email, groups: ['staff'] })).rejects.toThrow(
    'Cognito refused AdminAddUserToGroup: ResourceNotFoundException. Group not found.',
  );
});
