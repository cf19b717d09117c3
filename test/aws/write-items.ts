// Writes items into the table of a test as they are, past all adapters.
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import type { TestDynamo } from './dynamo.ts';

/** The most items of one BatchWriteItem. */
const BATCH_ITEMS = 25;

/** Writes the items, one batch after another. */
export async function writeItems(
  { client, tableName }: TestDynamo,
  items: readonly Item[],
): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH_ITEMS) {
    const batch = items.slice(start, start + BATCH_ITEMS);
    const RequestItems = { [tableName]: batch.map((Item) => ({ PutRequest: { Item } })) };
    await client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}
