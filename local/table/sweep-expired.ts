// DynamoDB's time to live, which the engine leaves to us: removes items whose time has passed.
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

/** Removes the expired items of a table; returns how many. An item whose time is changed meanwhile stays. */
export async function sweepExpired(
  client: DynamoDBClient,
  table: TableSettings,
  nowSeconds = Math.floor(Date.now() / 1000),
): Promise<number> {
  const attribute = table.timeToLiveAttribute;
  if (!attribute) return 0;
  const expired = {
    ExpressionAttributeNames: { '#time': attribute },
    ExpressionAttributeValues: {
      ':now': { N: String(nowSeconds) },
      ':oldest': { N: String(nowSeconds - oldestSeconds) },
    },
  };
  const condition = '#time < :now AND #time > :oldest';
  let removed = 0;
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
      if (await remove(client, table, item, { ConditionExpression: condition, ...expired }))
        removed += 1;
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return removed;
}

async function remove(
  client: DynamoDBClient,
  { name, keys }: TableSettings,
  item: Record<string, AttributeValue>,
  condition: object,
): Promise<boolean> {
  const key = Object.fromEntries(
    keys.map(({ AttributeName = '' }) => [AttributeName, item[AttributeName] as AttributeValue]),
  );
  try {
    await client.send(new DeleteItemCommand({ TableName: name, Key: key, ...condition }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
