// DynamoDB: several items by key in one request.
import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { type Item, toItem } from './dynamo-items.ts';

/** The most keys that one BatchGetItem takes. */
export const BATCH_KEYS = 100;

/** One consistent BatchGetItem for up to 100 keys, and more only for what a busy table leaves over. */
export async function readItems(
  dynamo: DynamoDBClient,
  TableName: string,
  keys: readonly { readonly pk: string; readonly sk: string }[],
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let Keys: Item[] | undefined = keys.map(toItem);
  for (let attempt = 0; Keys && Keys.length > 0; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt));
    const { Responses, UnprocessedKeys }: BatchGetItemCommandOutput = await dynamo.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    items.push(...(Responses?.[TableName] ?? []));
    Keys = UnprocessedKeys?.[TableName]?.Keys;
  }
  return items;
}
