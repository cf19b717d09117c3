// DynamoDB: several writes in one transaction.
import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { RETRY, retryThrottled } from './retry.ts';

const retriable = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * One TransactWriteItems. Returns undefined when all was written, and the reasons, one per write, when a condition did
 * not hold.
 * @throws ThrottledError when the transaction keeps conflicting with others
 */
export const writeTogether = (
  dynamo: DynamoDBClient,
  TransactItems: TransactWriteItem[],
): Promise<readonly CancellationReason[] | undefined> =>
  retryThrottled(async () => {
    try {
      await dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      if (reasons.some(hasFailed)) return reasons;
      if (reasons.some(({ Code }) => Code && retriable.has(Code))) return RETRY;
      throw error;
    }
  });

/** Whether the condition of one write is what cancelled the transaction. */
export const hasFailed = (reason: CancellationReason | undefined): boolean =>
  reason?.Code === 'ConditionalCheckFailed';

/** Finds why one of these writes kept the transaction from being written; undefined for a write whose condition held. */
export const failureIn =
  (writes: readonly TransactWriteItem[], reasons: readonly CancellationReason[]) =>
  (write: TransactWriteItem | undefined): CancellationReason | undefined => {
    const reason = write && reasons[writes.indexOf(write)];
    return hasFailed(reason) ? reason : undefined;
  };
