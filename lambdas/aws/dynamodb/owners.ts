// DynamoDB: removes what the table holds of an owner besides files.
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { RemoveGrantsTo, RemoveUsage } from '../../domain/owner-ports.ts';
import { indexes } from '../../table.ts';
import { toItem, usageKey } from './dynamo-items.ts';

/** One Query of the list of what was shared with the grantee, and one DeleteItem for each grant. */
export const removeGrantsToWith =
  (dynamo: DynamoDBClient, TableName: string): RemoveGrantsTo =>
  async (grantee, limit) => {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName: indexes.sharedFiles.name,
        KeyConditionExpression: '#partition = :grantee',
        ExpressionAttributeNames: { '#partition': indexes.sharedFiles.partition },
        ExpressionAttributeValues: toItem({ ':grantee': grantee }),
        Limit: limit,
      }),
    );
    for (const { pk, sk } of Items) {
      const Key = { ...(pk && { pk }), ...(sk && { sk }) };
      await dynamo.send(new DeleteItemCommand({ TableName, Key }));
    }
    return Items.length;
  };

/** One DeleteItem under the condition that nothing is counted. */
export const removeUsageWith =
  (dynamo: DynamoDBClient, TableName: string): RemoveUsage =>
  async (owner) => {
    try {
      await dynamo.send(
        new DeleteItemCommand({
          TableName,
          Key: toItem(usageKey(owner)),
          ConditionExpression: 'attribute_not_exists(pk) OR (#bytes = :none AND #files = :none)',
          ExpressionAttributeNames: { '#bytes': 'bytes', '#files': 'files' },
          ExpressionAttributeValues: toItem({ ':none': 0 }),
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
