// DynamoDB: lists pending uploads that have expired.
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { ListLapsed } from '../../domain/list-ports.ts';
import { indexes } from '../../table.ts';
import { fileOf, toItem } from './dynamo-items.ts';

/**
 * One Scan of the index that holds nothing but pending files, and further pages only as they are asked for. A held file
 * waits for a person and is not listed.
 */
export const listLapsedWith = (client: DynamoDBClient, TableName: string): ListLapsed =>
  async function* (before) {
    const pages = paginateScan(
      { client },
      {
        TableName,
        IndexName: indexes.pendingFiles.name,
        // Release 0.1 kept files of every status in this index.
        FilterExpression:
          '#status = :pending AND expiresAt < :before AND (attribute_not_exists(#scan.#state) OR #scan.#state <> :held)',
        ExpressionAttributeNames: { '#status': 'status', '#scan': 'scan', '#state': 'state' },
        ExpressionAttributeValues: toItem({
          ':pending': 'pending',
          ':before': before,
          ':held': 'held',
        }),
      },
    );
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const file = fileOf(item);
        if (file.status === 'pending') yield file;
      }
    }
  };
