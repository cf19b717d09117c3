// The event edge: a batch of queued S3 notifications becomes one call per object version that arrived.
import type { Context, S3Event, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ObjectVersion } from '../../domain/ports.ts';
import { type Invocation, sqsBatch } from './sqs-batch.ts';

/** A Lambda handler that reports only the messages that failed, so that the queue delivers just those again. */
export const sqsS3Events = (
  receive: (version: ObjectVersion, invocation: Invocation) => Promise<void>,
): ((event: SQSEvent, context: Context) => Promise<SQSBatchResponse>) =>
  sqsBatch('receive_failed', async (body, invocation) => {
    await Promise.all(versionsIn(body).map((version) => receive(version, invocation)));
  });

/** The object versions in a notification. The first message of S3, `s3:TestEvent`, has none. */
export function versionsIn(body: string): readonly ObjectVersion[] {
  const { Records = [] } = JSON.parse(body) as Partial<S3Event>;
  return Records.map(({ s3: { object } }) => {
    if (!object.versionId) {
      throw new Error('S3 sent an event without a versionId: the media bucket must be versioned.');
    }
    return {
      // Direct notifications encode keys as HTML forms do (S3 user guide, "Event message structure").
      key: decodeURIComponent(object.key.replaceAll('+', ' ')),
      versionId: object.versionId,
    };
  });
}
