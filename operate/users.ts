// People of the user pool that the stack creates.
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { ask } from './ask.ts';

/** The person to add. */
export interface NewUser {
  readonly email: string;
  /** Groups of the configuration, without `group:`. */
  readonly groups: readonly string[];
}

/** The calls about people; each needs the right of its own name. */
export const usersOf = (cognito: CognitoIdentityProviderClient, UserPoolId: string) => ({
  /** Creates the account, to which Cognito mails a temporary password, and puts it into the groups. */
  async add({ email, groups }: NewUser): Promise<void> {
    const creation = new AdminCreateUserCommand({
      UserPoolId,
      Username: email,
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    });
    await ask('Cognito', 'AdminCreateUser', cognito.send(creation));
    for (const GroupName of groups) {
      const membership = new AdminAddUserToGroupCommand({
        UserPoolId,
        Username: email,
        GroupName,
      });
      await ask('Cognito', 'AdminAddUserToGroup', cognito.send(membership));
    }
  },
});
