// DynamoDB: an owner's counters.
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { FindUsage } from '../../domain/ports.ts';
import { toItem, usageKey } from './dynamo-items.ts';

/** One consistent GetItem. */
export const findUsageWith =
  (dynamo: DynamoDBClient, TableName: string): FindUsage =>
  async (owner) => {
    const { Item } = await dynamo.send(
      new GetItemCommand({ TableName, Key: toItem(usageKey(owner)), ConsistentRead: true }),
    );
    const { bytes = 0, files = 0 } = Item ? unmarshall(Item) : {};
    return { bytes, files };
  };
