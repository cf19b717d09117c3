// DynamoDB: reads several items by key in one request.
import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Item, toItem } from './dynamo-items.ts';
import { RETRY, retryThrottled } from './retry.ts';

/** The most keys of one BatchGetItem. */
export const BATCH_KEYS = 100;

/**
 * One consistent BatchGetItem for up to 100 keys, and another for the keys that DynamoDB left unprocessed.
 * @throws ThrottledError when keys stay unprocessed
 */
export async function readItems(
  dynamo: DynamoDBClient,
  TableName: string,
  keys: readonly { readonly pk: string; readonly sk: string }[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let unread: Item[] = keys.map(toItem);
  if (unread.length === 0) return items;
  return retryThrottled(async () => {
    const { Responses, UnprocessedKeys } = await dynamo.send(
      new BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: unread, ConsistentRead: true } },
      }),
    );
    items.push(...(Responses?.[TableName] ?? []));
    unread = UnprocessedKeys?.[TableName]?.Keys ?? [];
    return unread.length > 0 ? RETRY : items;
  });
}
