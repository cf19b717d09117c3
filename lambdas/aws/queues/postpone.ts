// SQS: has a message that failed delivered again later and later, instead of at the end of the queue's own timeout.
import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { logFailure } from '../../log.ts';

/** Longest time for which a message can stay invisible, in seconds, counted from when it was received (SQS quotas). */
export const MAX_DELAY_SECONDS = 12 * 3600;

/** Seconds until the next attempt, by the number of this one and why it failed. */
type DelayAfter = (attempt: number, error: unknown) => number;

/** One ChangeMessageVisibility. Where SQS refuses it, the message comes back after the queue's own timeout. */
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
