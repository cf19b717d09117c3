// DynamoDB: one record by id.
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { FindFile } from '../../domain/ports.ts';
import { fileKey, fileOf, toItem } from './dynamo-items.ts';

/** One consistent GetItem, so that what was just written is seen. */
export const findFileWith =
  (dynamo: DynamoDBClient, TableName: string): FindFile =>
  async (id) => {
    const { Item } = await dynamo.send(
      new GetItemCommand({ TableName, Key: toItem(fileKey(id)), ConsistentRead: true }),
    );
    return Item && fileOf(Item);
  };
