// DynamoDB: a new record, and with an Idempotency-Key the note of which file that key stands for.
import { createHash } from 'node:crypto';
import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { PendingFile } from '../domain/file.ts';
import type { AddFile, IdempotentRequest, Now } from '../domain/ports.ts';
import { itemOf, toItem } from './dynamo-items.ts';

/** How long an Idempotency-Key stands for its file. */
const REMEMBERED_SECONDS = 24 * 3600;

/** How often a transaction that met another one on the same item is tried again. */
const CONFLICT_ATTEMPTS = 5;

/** One TransactWriteItems; a conflict between two identical requests is tried again, and one of them wins. */
export const addFileTo =
  (dynamo: DynamoDBClient, TableName: string, now: Now): AddFile =>
  async (file, request) => {
    const TransactItems: TransactWriteItem[] = [
      { Put: { TableName, Item: itemOf(file), ConditionExpression: 'attribute_not_exists(pk)' } },
    ];
    if (request) TransactItems.push({ Put: { TableName, ...reminder(file, request, now()) } });
    for (let attempt = 1; ; attempt += 1) {
      try {
        await dynamo.send(new TransactWriteItemsCommand({ TransactItems }));
        return { added: true };
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const known = error.CancellationReasons?.[1];
        if (known?.Code === 'ConditionalCheckFailed' && known.Item) {
          const { fileId, fingerprint } = unmarshall(known.Item);
          return { added: false, fileId, fingerprint };
        }
        const isConflict = error.CancellationReasons?.some((r) => r.Code === 'TransactionConflict');
        if (!isConflict || attempt === CONFLICT_ATTEMPTS) throw error;
      }
    }
  };

// An item past its time to live may stay for days (DynamoDB developer guide, "Time to Live"), hence the second condition.
const reminder = (file: PendingFile, { key, fingerprint }: IdempotentRequest, now: Date) => {
  const epochSeconds = Math.floor(now.getTime() / 1000);
  const digest = createHash('sha256').update(`${file.owner}\n${key}`).digest('base64url');
  return {
    Item: toItem({
      pk: `REQUEST#${digest}`,
      sk: 'REQUEST',
      fileId: file.id,
      fingerprint,
      removeAt: epochSeconds + REMEMBERED_SECONDS,
    }),
    ConditionExpression: 'attribute_not_exists(pk) OR removeAt < :now',
    ExpressionAttributeValues: toItem({ ':now': epochSeconds }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
};
