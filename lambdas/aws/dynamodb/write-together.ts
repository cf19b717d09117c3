// DynamoDB: several writes that happen together or not at all.
import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { Refusal } from '../../domain/errors.ts';

// A counter that many uploads of one owner change at once is met often; the wait grows to half a second.
const ATTEMPTS = 12;
/** How long to wait before a write that met a transaction is tried again: random, and longer each time. */
export const conflictWaitMs = (attempt: number): number =>
  Math.random() * Math.min(500, 10 * 2 ** attempt);

const passing = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * One TransactWriteItems. Gives the reasons, one per write, when a condition did not hold, and undefined when all was
 * written. A conflict with another transaction is tried again; one that does not end is `too_many_requests`.
 */
export async function writeTogether(
  dynamo: DynamoDBClient,
  TransactItems: TransactWriteItem[],
): Promise<readonly CancellationReason[] | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      await dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return reasons;
      if (!reasons.some(({ Code }) => Code && passing.has(Code))) throw error;
      await new Promise((resolve) => setTimeout(resolve, conflictWaitMs(attempt)));
    }
  }
  throw new Refusal(
    'too_many_requests',
    'Too many changes to the same file or quota at once. Try again in a second.',
    { retryAfterSeconds: 1 },
  );
}
