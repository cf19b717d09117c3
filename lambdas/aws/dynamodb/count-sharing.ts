// DynamoDB: limits the grants and the links of a file, by a count beside its record.
import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { SharingAddition } from '../../domain/ports.ts';
import { fileKey, toItem } from './dynamo-items.ts';
import { updateIf } from './update-if.ts';
import { hasFailed, writeTogether } from './write-together.ts';

/** Sort key of the count; its attributes are `grants` and `links`. */
export const sharingCountKind = 'SHARING';

const countKey = (fileId: string) => ({ pk: fileKey(fileId).pk, sk: sharingCountKind });

/** What is counted, and its limit. */
export interface Counted {
  readonly fileId: string;
  readonly kind: 'grants' | 'links';
  readonly limit: number;
  /** The time of the addition: links that have expired by then do not count. */
  readonly at: string;
}

const prefixes = { grants: 'GRANT#', links: 'LINK#' } as const;

/**
 * One TransactWriteItems that writes the `additions` and counts them, if `isOpen` holds and the limit is not reached, so that
 * concurrent requests cannot exceed it. A removal or an expiry does not lower the count, which is therefore never too low. When
 * the count reaches the limit, one Query counts the items, and the count is corrected.
 */
export async function addCounted(
  dynamo: DynamoDBClient,
  TableName: string,
  counted: Counted,
  isOpen: TransactWriteItem,
  additions: readonly TransactWriteItem[],
): Promise<SharingAddition> {
  for (;;) {
    const reasons = await writeTogether(dynamo, [
      isOpen,
      countOne(TableName, counted),
      ...additions,
    ]);
    if (!reasons) return 'added';
    if (hasFailed(reasons[0])) return 'gone';
    // An item that exists already is not added again.
    if (reasons.slice(2).some(hasFailed)) return 'added';
    const seen = reasons[1]?.Item?.[counted.kind];
    if (!(await correctCount(dynamo, TableName, counted, seen))) return 'full';
  }
}

const countOne = (TableName: string, { fileId, kind, limit }: Counted): TransactWriteItem => ({
  Update: {
    TableName,
    Key: toItem(countKey(fileId)),
    UpdateExpression: 'ADD #kind :one',
    ConditionExpression: 'attribute_not_exists(#kind) OR #kind < :limit',
    ExpressionAttributeNames: { '#kind': kind },
    ExpressionAttributeValues: toItem({ ':one': 1, ':limit': limit }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

/** Returns whether there is room; the count is corrected unless another request has changed it since it was read. */
async function correctCount(
  dynamo: DynamoDBClient,
  TableName: string,
  counted: Counted,
  seen: AttributeValue | undefined,
): Promise<boolean> {
  const count = await countStored(dynamo, TableName, counted);
  if (count >= counted.limit || !seen) return false;
  await updateIf(dynamo, {
    TableName,
    Key: toItem(countKey(counted.fileId)),
    UpdateExpression: 'SET #kind = :count',
    ConditionExpression: '#kind = :seen',
    ExpressionAttributeNames: { '#kind': counted.kind },
    ExpressionAttributeValues: { ...toItem({ ':count': count }), ':seen': seen },
  });
  return true;
}

/** One consistent Query of as many pages as there are. */
async function countStored(
  client: DynamoDBClient,
  TableName: string,
  { fileId, kind, at }: Counted,
): Promise<number> {
  const pages = paginateQuery(
    { client },
    {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      FilterExpression: 'attribute_not_exists(expiresAt) OR expiresAt > :at',
      ExpressionAttributeValues: toItem({
        ':pk': fileKey(fileId).pk,
        ':prefix': prefixes[kind],
        ':at': at,
      }),
      Select: 'COUNT',
      ConsistentRead: true,
    },
  );
  let count = 0;
  for await (const { Count = 0 } of pages) count += Count;
  return count;
}
