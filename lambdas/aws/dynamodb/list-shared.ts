// DynamoDB: one page of what was shared with one user or group.
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ListShared } from '../../domain/list-ports.ts';
import { fileKey, fileOf, grantKey, toItem } from './dynamo-items.ts';
import { readItems } from './read-items.ts';

/** One Query of the grants and one BatchGetItem of their files, so that titles are as they are now. */
export const listSharedWith =
  (dynamo: DynamoDBClient, TableName: string): ListShared =>
  async ({ grantee, limit, after }) => {
    const afterId = after?.slice(after.lastIndexOf('#') + 1);
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: 'sharedFiles',
        KeyConditionExpression: 'sharedWith = :grantee',
        ExpressionAttributeValues: toItem({ ':grantee': grantee }),
        ScanIndexForward: false,
        Limit: limit,
        ...(afterId && {
          ExclusiveStartKey: toItem({
            ...grantKey(afterId, grantee),
            sharedWith: grantee,
            sharedAt: after,
          }),
        }),
      }),
    );
    const ids = Items.map(({ pk }) => pk?.S?.slice('FILE#'.length) ?? '');
    const records = await readItems(dynamo, TableName, ids.map(fileKey));
    const files = new Map(records.map(fileOf).map((file) => [file.id, file]));
    return {
      files: ids
        .flatMap((id) => files.get(id) ?? [])
        .filter((file) => file.status !== 'deleted' && file.status !== 'merged'),
      next: LastEvaluatedKey && (unmarshall(LastEvaluatedKey).sharedAt as string),
    };
  };
