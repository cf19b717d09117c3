// DynamoDB: upload permissions. Each is one item under the hash of its token, which DynamoDB deletes once the permission has
// expired.
import {
  type CancellationReason,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AddUploadPermission, FindUploadPermission } from '../../domain/permission-ports.ts';
import type { UploadPermission } from '../../domain/upload-permission.ts';
import { epochSeconds, toItem } from './dynamo-items.ts';

const keyOf = (id: string) => ({ pk: `PERMISSION#${id}`, sk: 'PERMISSION' });

/** One PutItem. */
export const addUploadPermissionWith =
  (dynamo: DynamoDBClient, TableName: string): AddUploadPermission =>
  async ({ metadata, ...permission }) => {
    const Item = toItem({
      ...keyOf(permission.id),
      ...permission,
      // As a Map: the SDK takes an object with the name `constructor` for an instance of another class.
      ...(metadata && { metadata: new Map(Object.entries(metadata)) }),
      uses: 0,
      removeAt: epochSeconds(permission.expiresAt),
    });
    await dynamo.send(new PutItemCommand({ TableName, Item }));
  };

/** One consistent GetItem. */
export const findUploadPermissionWith =
  (dynamo: DynamoDBClient, TableName: string): FindUploadPermission =>
  async (id, at) => {
    const { Item } = await dynamo.send(
      new GetItemCommand({ TableName, Key: toItem(keyOf(id)), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const { pk: _pk, sk: _sk, uses: _uses, removeAt: _removal, ...permission } = unmarshall(Item);
    // An item past its time to live may stay for days (DynamoDB developer guide, "Time to Live").
    return permission.expiresAt > at ? (permission as UploadPermission) : undefined;
  };

/** Counts new files against their permission, under the condition that it has uses left for all of them. */
export const permissionUse = (
  TableName: string,
  { id, maxUploads }: UploadPermission,
  files: number,
  now: Date,
) => ({
  TableName,
  Key: toItem(keyOf(id)),
  UpdateExpression: 'ADD uses :files',
  ConditionExpression: 'expiresAt > :now AND uses <= :before',
  ExpressionAttributeValues: toItem({
    ':files': files,
    ':before': maxUploads - files,
    ':now': now.toISOString(),
  }),
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

/** How many uses a permission had left when its use failed; none once it has expired. */
export function usesLeftIn({ Item }: CancellationReason, now: Date): number {
  if (!Item) return 0;
  const { maxUploads, uses, expiresAt } = unmarshall(Item);
  return expiresAt > now.toISOString() ? maxUploads - uses : 0;
}
