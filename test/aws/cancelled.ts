// The error with which DynamoDB cancels a transaction.
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** A cancellation with a reason for each item of the transaction, such as `None` or `TransactionConflict`. */
export const cancelled = (...codes: readonly string[]): TransactionCanceledException =>
  new TransactionCanceledException({
    $metadata: {},
    message: `Transaction cancelled [${codes}]`,
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
