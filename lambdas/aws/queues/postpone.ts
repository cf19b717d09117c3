// SQS: delays the next delivery of a message that failed, longer with each attempt, beyond the visibility timeout of its queue.
import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { logFailure } from '../../log.ts';

/** Longest time for which a message can stay invisible, in seconds, counted from when it was received (SQS quotas). */
export const MAX_DELAY_SECONDS = 12 * 3600;

/** Seconds until the next attempt, by the number of this one and why it failed. */
type DelayAfter = (attempt: number, error: unknown) => number;

/** One ChangeMessageVisibility. When SQS refuses it, the message returns after the visibility timeout of the queue. */
export const postponeWith =
  (sqs: SQSClient, QueueUrl: string, delayAfter: DelayAfter) =>
  async (
    { receiptHandle: ReceiptHandle, messageId, attributes }: SQSRecord,
    error: unknown,
  ): Promise<void> => {
    const VisibilityTimeout = delayAfter(Number(attributes.ApproximateReceiveCount), error);
    try {
      await sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }),
      );
    } catch (refusal) {
      logFailure({ event: 'postponement_failed', messageId }, refusal);
    }
  };
