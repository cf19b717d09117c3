// S3's events wait here until receive-upload has settled them.
import { Aws, type Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Operations } from '../lambdas/config/operations-config.ts';
import { HandOffQueue } from './hand-off-queue.ts';

/**
 * The queue between S3 and receive-upload. The bucket needs the queue's policy before it can exist, so the policy
 * cannot name the bucket; it names what CloudFormation will call it: stack and logical id in lower case, then a random suffix.
 */
export function createUploadQueue(
  scope: Construct,
  id: string,
  {
    functionTimeout,
    operations,
    bucketId,
  }: { functionTimeout: Duration; operations: Operations; bucketId: string },
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
  const bucketName = `${Stack.of(scope).stackName}-${bucketId}`.toLowerCase();
  handOff.queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [handOff.queue.queueArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:s3:::${bucketName}*` },
      },
    }),
  );
  return handOff;
}
