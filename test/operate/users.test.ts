// What Cognito is sent for a new person, and what becomes of its refusals.
import { expect, it } from 'vitest';
import type { AwsRequest, SendToAws } from '../../operate/aws-request.ts';
import { usersOf } from '../../operate/users.ts';

/** Answers each request in turn, the last answer for all that follow, and records them. */
function answering(...answers: readonly (readonly [status: number, body: object])[]) {
  const asked: AwsRequest[] = [];
  const send: SendToAws = async (request) => {
    asked.push(request);
    const [status, body] = answers[Math.min(asked.length, answers.length) - 1] ?? [500, {}];
    return { status, headers: {}, body };
  };
  return { asked, send };
}

it('creates an account with a verified address and puts it into each group', async () => {
  const { asked, send } = answering([200, {}]);
  await usersOf(send, 'eu-central-1_x').add({ email: 'a@example.com', groups: ['staff', 'press'] });
  expect(
    asked.map(({ headers, body }) => [headers?.['x-amz-target']?.split('.')[1], body]),
  ).toEqual([
    [
      'AdminCreateUser',
      {
        UserPoolId: 'eu-central-1_x',
        Username: 'a@example.com',
        DesiredDeliveryMediums: ['EMAIL'],
        UserAttributes: [
          { Name: 'email', Value: 'a@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      },
    ],
    ...['staff', 'press'].map((GroupName) => [
      'AdminAddUserToGroup',
      { UserPoolId: 'eu-central-1_x', Username: 'a@example.com', GroupName },
    ]),
  ]);
});

it('says what Cognito refused, and asks for nothing after it', async () => {
  const refusal = { __type: 'UsernameExistsException', message: 'User account already exists.' };
  const { asked, send } = answering([400, refusal]);
  await expect(
    usersOf(send, 'eu-central-1_x').add({ email: 'a@example.com', groups: ['staff'] }),
  ).rejects.toThrow(
    'Cognito refused AdminCreateUser: UsernameExistsException. User account already exists.',
  );
  expect(asked).toHaveLength(1);
});
