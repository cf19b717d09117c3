// When `npm run deploy` lifts termination protection, and when it must not.
import {
  CloudFormationClient,
  type CloudFormationServiceException,
  DescribeStacksCommand,
  type Stack,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { expect, it, vi } from 'vitest';
import { releaseFailedCreation } from '../../operate/failed-creation.ts';

/** A client that answers DescribeStacks with the stack or the error, and records what else it is sent. */
function clientOf(answer: Partial<Stack> | Error) {
  const updates: unknown[] = [];
  const client = new CloudFormationClient({ region: 'eu-central-1' });
  vi.spyOn(client, 'send').mockImplementation(async (command: unknown) => {
    if (command instanceof UpdateTerminationProtectionCommand) updates.push(command.input);
    if (!(command instanceof DescribeStacksCommand)) return {};
    if (answer instanceof Error) throw answer;
    return { Stacks: [answer] };
  });
  return { client, updates };
}

it.each(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'] as const)(
  'a stack in %s loses its protection, so that it can be created again',
  async (StackStatus) => {
    const { client, updates } = clientOf({ StackStatus, EnableTerminationProtection: true });
    expect(await releaseFailedCreation(client, 'Airlock-Media')).toBe(true);
    expect(updates).toEqual([{ StackName: 'Airlock-Media', EnableTerminationProtection: false }]);
  },
);

it.each([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
  'UPDATE_IN_PROGRESS',
] as const)('a stack in %s keeps its protection', async (StackStatus) => {
  const { client, updates } = clientOf({ StackStatus, EnableTerminationProtection: true });
  expect(await releaseFailedCreation(client, 'Airlock-Media')).toBe(false);
  expect(updates).toEqual([]);
});

it('nothing happens before the first deployment, and other errors are thrown', async () => {
  const missing = Object.assign(new Error('Stack with id Airlock-Media does not exist'), {
    name: 'ValidationError',
  } satisfies Partial<CloudFormationServiceException>);
  expect(await releaseFailedCreation(clientOf(missing).client, 'Airlock-Media')).toBe(false);
  const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
  await expect(releaseFailedCreation(clientOf(denied).client, 'Airlock-Media')).rejects.toBe(
    denied,
  );
});
