// DynamoDB: sums up an owner's records, and corrects the owner's counters.
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { countsAsUsed } from '../../domain/file.ts';
import type { CorrectUsage, SumUsage } from '../../domain/ports.ts';
import { usedBytes } from '../../domain/versions.ts';
import { indexes } from '../../table.ts';
import { fileOf, toItem, usageKey } from './dynamo-items.ts';
import { updateIf } from './update-if.ts';

/** Query to the last page of the owner's pending files, and then of the settled ones: so each is found, and counted once. */
export const sumUsageWith =
  (client: DynamoDBClient, TableName: string): SumUsage =>
  async (owner) => {
    const sum = { bytes: 0, files: 0 };
    const pending = new Set<string>();
    for (const { name, partition } of [indexes.pendingFiles, indexes.ownerFiles]) {
      const pages = paginateQuery(
        { client },
        {
          TableName,
          IndexName: name,
          KeyConditionExpression: '#partition = :owner',
          ExpressionAttributeNames: { '#partition': partition },
          ExpressionAttributeValues: toItem({ ':owner': owner }),
        },
      );
      for await (const { Items = [] } of pages) {
        for (const file of Items.map(fileOf).filter(countsAsUsed)) {
          if (pending.has(file.id)) continue;
          if (name === indexes.pendingFiles.name) pending.add(file.id);
          sum.bytes += usedBytes(file);
          sum.files += 1;
        }
      }
    }
    return sum;
  };

/** One UpdateItem under the condition that the counters have not changed. */
export const correctUsageWith =
  (dynamo: DynamoDBClient, TableName: string): CorrectUsage =>
  async (owner, seen, right) => {
    const { isWritten } = await updateIf(dynamo, {
      TableName,
      Key: toItem(usageKey(owner)),
      UpdateExpression: 'SET #bytes = :bytes, #files = :files',
      ConditionExpression: '#bytes = :seenBytes AND #files = :seenFiles',
      ExpressionAttributeNames: { '#bytes': 'bytes', '#files': 'files' },
      ExpressionAttributeValues: toItem({
        ':bytes': right.bytes,
        ':files': right.files,
        ':seenBytes': seen.bytes,
        ':seenFiles': seen.files,
      }),
    });
    return isWritten;
  };
