// DynamoDB: lists pending uploads that have expired.
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { ListLapsed } from '../../domain/ports.ts';
import { fileOf, pendingShards, toItem } from './dynamo-items.ts';

/** One Query per shard, oldest first, and further pages only as they are asked for. */
export const listLapsedWith = (client: DynamoDBClient, TableName: string): ListLapsed =>
  async function* (before) {
    for (const shard of pendingShards) {
      const pages = paginateQuery(
        { client, pageSize: 100 },
        {
          TableName,
          IndexName: 'pendingByExpiry',
          KeyConditionExpression: 'pendingShard = :shard AND expiresAt < :before',
          ExpressionAttributeValues: toItem({ ':shard': shard, ':before': before }),
        },
      );
      for await (const { Items = [] } of pages) {
        for (const item of Items) {
          const file = fileOf(item);
          if (file.status === 'pending') yield file;
        }
      }
    }
  };
