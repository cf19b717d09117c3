// DynamoDB: lists files whose time limit has passed.
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { ListExpired } from '../../domain/list-ports.ts';
import { indexes } from '../../table.ts';
import { fileOf, toItem } from './dynamo-items.ts';
import { expiryShards } from './expiry-place.ts';

/** One Query for each shard, the earliest end first, and further pages only as they are asked for. */
export const listExpiredWith = (client: DynamoDBClient, TableName: string): ListExpired =>
  async function* (before) {
    for (const shard of expiryShards) {
      const pages = paginateQuery(
        { client },
        {
          TableName,
          IndexName: indexes.sharedFiles.name,
          KeyConditionExpression: 'sharedWith = :shard AND sharedAt < :before',
          ExpressionAttributeValues: toItem({ ':shard': shard, ':before': before }),
        },
      );
      for await (const { Items = [] } of pages) yield* Items.map(fileOf);
    }
  };
