// DynamoDB: the grants of a file, stored beside its record.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AddGrant, Grant, ListGrants, RemoveGrant } from '../../domain/ports.ts';
import { addCounted } from './count-sharing.ts';
import { fileKey, grantKey, grantOf, stillThere, toItem } from './dynamo-items.ts';
import { queryPage } from './query-page.ts';
import { writeTogether } from './write-together.ts';

/** The item of a grant, and its place in the list of what was shared with its grantee. */
export const grantItem = (fileId: string, grant: Grant) =>
  toItem({
    ...grantKey(fileId, grant.principal),
    ...grant,
    sharedWith: grant.principal,
    sharedAt: `${grant.grantedAt}#${fileId}`,
  });

/** One TransactWriteItems, so that no grant is left on a file that is being deleted. */
export const addGrantWith =
  (dynamo: DynamoDBClient, TableName: string): AddGrant =>
  (fileId, grant, limit) =>
    addCounted(
      dynamo,
      TableName,
      { fileId, kind: 'grants', limit, at: grant.grantedAt },
      {
        ConditionCheck: {
          TableName,
          Key: toItem(fileKey(fileId)),
          ConditionExpression: '#status IN (:pending, :ready)',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: toItem({ ':pending': 'pending', ':ready': 'ready' }),
        },
      },
      [
        {
          Put: {
            TableName,
            Item: grantItem(fileId, grant),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ],
    );

/** One TransactWriteItems. */
export const removeGrantWith =
  (dynamo: DynamoDBClient, TableName: string): RemoveGrant =>
  async (fileId, principal) => {
    const reasons = await writeTogether(dynamo, [
      { ConditionCheck: stillThere(TableName, fileId) },
      { Delete: { TableName, Key: toItem(grantKey(fileId, principal)) } },
    ]);
    return reasons === undefined;
  };

/** One Query. */
export const listGrantsWith =
  (dynamo: DynamoDBClient, TableName: string): ListGrants =>
  async (fileId, limit, after) => {
    const { pk } = fileKey(fileId);
    const { items, next } = await queryPage(dynamo, TableName, {
      pk,
      prefix: 'GRANT#',
      limit,
      after,
    });
    return { items: items.map(grantOf), next };
  };
