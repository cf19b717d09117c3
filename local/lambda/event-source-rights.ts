// Checks the rights that Lambda uses of a function's role before the function runs: to read its queue or stream, and to send what
// has failed too often.
import { CannotStartError } from '../cannot-start.ts';
import type { Authority } from '../iam/authority.ts';
import { rightsIn } from '../iam/policy.ts';
import type { Principal } from '../iam/settings.ts';
import type { QueueMapping } from '../queue/settings.ts';
import type { StreamMapping } from '../stream/settings.ts';

/** The mappings, each with the access key of its function. */
export interface EventSources {
  readonly queues: readonly (QueueMapping & { readonly accessKeyId: string })[];
  readonly streams: readonly (StreamMapping & { readonly accessKeyId: string })[];
}

/**
 * Has every role that an event source needs decided, as Lambda does when a mapping is created (CreateEventSourceMapping in
 * the Lambda API reference): a mapping whose role may not do its part is not created, and the deployment fails. Throws
 * {@link CannotStartError} with Lambda's words.
 */
export async function requireEventSourceRights(
  authority: Authority,
  { queues, streams }: EventSources,
): Promise<void> {
  const may = async (accessKeyId: string, action: string, resource: string) =>
    (await authority.decide({ accessKeyId, action, resource, context: {} })).allowed;

  for (const { accessKeyId, queueArn } of queues) {
    for (const call of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) {
      if (!(await may(accessKeyId, `sqs:${call}`, queueArn)))
        throw new CannotStartError(
          `The provided execution role does not have permissions to call ${call} on SQS (${queueArn}).`,
        );
    }
  }
  for (const { accessKeyId, streamArn, failureQueueArn } of streams) {
    for (const call of ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams']) {
      // An action without resources; CDK's TableV2 still grants it on the stream, and AWS creates the mapping.
      const isListing = call === 'ListStreams';
      if (isListing && isNamed(authority.principalOf(accessKeyId), streamArn)) continue;
      if (!(await may(accessKeyId, `dynamodb:${call}`, isListing ? '*' : streamArn)))
        throw new CannotStartError(
          `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM; it lacks ${call}.`,
        );
    }
    if (failureQueueArn && !(await may(accessKeyId, 'sqs:SendMessage', failureQueueArn)))
      throw new CannotStartError(
        `The provided execution role does not have permissions to call SendMessage on SQS (${failureQueueArn}).`,
      );
  }
}

const isNamed = (principal: Principal | undefined, streamArn: string): boolean =>
  principal?.kind === 'session' &&
  rightsIn(principal.policies).some(
    ({ action, resource }) => action === 'dynamodb:ListStreams' && resource === streamArn,
  );
