// The queue of S3's events for receive-upload.
import { Aws, type Duration, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Operations } from '../lambdas/config/operations-config.ts';
import { HandOffQueue } from './hand-off-queue.ts';

/**
 * The queue between S3 and receive-upload. The bucket needs the queue's policy before it can exist, so the policy
 * cannot name the bucket; it names what CloudFormation will call it, see {@link bucketNamePattern}.
 */
export function createUploadQueue(
  scope: Construct,
  id: string,
  {
    functionTimeout,
    operations,
    bucketId,
  }: {
    readonly functionTimeout: Duration;
    readonly operations: Operations;
    /** The beginning of the bucket's logical id. */
    readonly bucketId: string;
  },
): HandOffQueue {
  const handOff = new HandOffQueue(scope, id, {
    functionTimeout,
    operations,
    alarms: {
      deadLetter: `An upload could not be judged after ${operations.queueAttempts} attempts. See the runbook, DeadLetterAlarm.`,
      backlog:
        'Uploads wait longer than 15 minutes for their verdict. See the runbook, BacklogAlarm.',
    },
  });
  handOff.queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [handOff.queue.queueArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: {
          'aws:SourceArn': `arn:${Aws.PARTITION}:s3:::${bucketNamePattern(scope, bucketId)}`,
        },
      },
    }),
  );
  return handOff;
}

/** A bucket's name has 63 characters, of which CloudFormation's random suffix and its hyphen take at most 14. */
const MAX_UNCUT_CHARACTERS = 63 - 14;
/** Characters of a stack's name that CloudFormation keeps in any case. */
const SURE_CHARACTERS = 20;
/** Characters of the hash at the end of a logical id. */
const HASH_CHARACTERS = 8;

/**
 * Pattern of the name that CloudFormation gives a bucket: stack and logical id in lower case, then a random suffix. How it
 * shortens a name that is too long is not documented, so that only the beginning of the stack's name is certain. Nothing is
 * certain of a nested stack, whose name CloudFormation generates. The policy also has a condition on the account.
 */
function bucketNamePattern(scope: Construct, bucketId: string): string {
  const { stackName } = Stack.of(scope);
  if (Token.isUnresolved(stackName)) return '*';
  const whole = `${stackName}-${bucketId}`.toLowerCase();
  return whole.length + HASH_CHARACTERS <= MAX_UNCUT_CHARACTERS
    ? `${whole}*`
    : `${stackName.toLowerCase().slice(0, SURE_CHARACTERS)}*`;
}
