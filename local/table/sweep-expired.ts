// DynamoDB's time to live, which the engine does not have: removes items whose time has passed.
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableSettings } from './settings.ts';

/** DynamoDB leaves items alone whose time passed more than five years ago. */
const oldestSeconds = 5 * 365 * 86_400;

/**
 * Removes the expired items of a table. An item whose time changes during the sweep stays. The keys of removed items are added to
 * `expiredKeys`, as {@link keyText}, by which the table's stream distinguishes them from other removals.
 */
export async function sweepExpired(
  client: DynamoDBClient,
  table: TableSettings,
  expiredKeys: Set<string>,
  nowSeconds = Math.floor(Date.now() / 1000),
): Promise<void> {
  const attribute = table.timeToLiveAttribute;
  if (!attribute) return;
  const expired = {
    ExpressionAttributeNames: { '#time': attribute },
    ExpressionAttributeValues: {
      ':now': { N: String(nowSeconds) },
      ':oldest': { N: String(nowSeconds - oldestSeconds) },
    },
  };
  const condition = '#time < :now AND #time > :oldest';
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table.name,
        FilterExpression: condition,
        ...expired,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? []) {
      await remove(client, table, item, expiredKeys, {
        ConditionExpression: condition,
        ...expired,
      });
    }
    from = page.LastEvaluatedKey;
  } while (from);
}

async function remove(
  client: DynamoDBClient,
  { name, keys }: TableSettings,
  item: Record<string, AttributeValue>,
  expiredKeys: Set<string>,
  condition: object,
): Promise<void> {
  const key = Object.fromEntries(
    keys.map(({ AttributeName = '' }) => [AttributeName, item[AttributeName] as AttributeValue]),
  );
  expiredKeys.add(keyText(key));
  try {
    await client.send(new DeleteItemCommand({ TableName: name, Key: key, ...condition }));
  } catch (error) {
    expiredKeys.delete(keyText(key));
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** A key as one text, whatever the order of its attributes. */
export const keyText = (key: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(key).toSorted(([a], [b]) => a.localeCompare(b)));
