// Makes the stack of a failed first deployment deletable: it can only be deleted, which termination protection forbids.
import {
  type CloudFormationClient,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';

/** States of a stack whose creation failed: CloudFormation only takes its deletion (user guide, "Stack status codes"). */
const failedCreations: ReadonlySet<string | undefined> = new Set([
  'CREATE_FAILED',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
]);

/**
 * Lifts the termination protection of a stack whose creation failed, so that the CDK can delete and create it again.
 * A stack that was ever created keeps its protection. Returns whether it lifted any.
 */
export async function releaseFailedCreation(
  client: CloudFormationClient,
  stackName: string,
): Promise<boolean> {
  const stack = await find(client, stackName);
  if (!stack?.EnableTerminationProtection || !failedCreations.has(stack.StackStatus)) return false;
  await client.send(
    new UpdateTerminationProtectionCommand({
      StackName: stackName,
      EnableTerminationProtection: false,
    }),
  );
  return true;
}

/** The stack; undefined before the first deployment, which CloudFormation answers with a ValidationError. */
async function find(client: CloudFormationClient, StackName: string) {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    return stack;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ValidationError' && message.includes('does not exist')) return undefined;
    throw error;
  }
}
