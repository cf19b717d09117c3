// People of the user pool that the stack creates (Cognito user pools API reference, JSON 1.1 protocol).
import type { SendToAws } from './aws-request.ts';
import { OperateError } from './operate-error.ts';

/** Whom to add. */
export interface NewUser {
  readonly email: string;
  /** Groups of the configuration, without `group:`. */
  readonly groups: readonly string[];
}

/** What the command can do with people; each call needs the right of its own name. */
export function usersOf(send: SendToAws, userPoolId: string) {
  async function call(operation: string, body: object): Promise<void> {
    const answer = await send({
      service: 'cognito-idp',
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: { UserPoolId: userPoolId, ...body },
    });
    if (answer.status === 200) return;
    const { __type = '', message = '' } = answer.body as { __type?: string; message?: string };
    throw new OperateError(
      `Cognito refused ${operation}: ${__type.replace(/^.*#/, '') || answer.status}. ${message}`.trim(),
    );
  }

  return {
    /** Creates the account, to which Cognito mails a temporary password, and puts it into the groups. */
    async add({ email, groups }: NewUser): Promise<void> {
      await call('AdminCreateUser', {
        Username: email,
        DesiredDeliveryMediums: ['EMAIL'],
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
      });
      for (const GroupName of groups) {
        await call('AdminAddUserToGroup', { Username: email, GroupName });
      }
    },
  };
}
