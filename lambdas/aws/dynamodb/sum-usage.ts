// DynamoDB: sums up an owner's records, and corrects the owner's counters.
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { countsAsUsed } from '../../domain/file.ts';
import type { CorrectUsage, SumUsage } from '../../domain/ports.ts';
import { fileOf, toItem, usageKey } from './dynamo-items.ts';
import { updateIf } from './update-if.ts';

/** Query to the last page of the owner's list. */
export const sumUsageWith =
  (client: DynamoDBClient, TableName: string): SumUsage =>
  async (owner) => {
    const sum = { bytes: 0, files: 0 };
    const pages = paginateQuery(
      { client },
      {
        TableName,
        IndexName: 'ownerFiles',
        KeyConditionExpression: 'ofOwner = :owner',
        ExpressionAttributeValues: toItem({ ':owner': owner }),
      },
    );
    for await (const { Items = [] } of pages) {
      for (const file of Items.map(fileOf).filter(countsAsUsed)) {
        sum.bytes += file.size;
        sum.files += 1;
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
