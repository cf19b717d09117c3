// DynamoDB: the one conditional write that makes a pending file ready or rejected.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { settledFields } from '../domain/file.ts';
import type { SettleFile } from '../domain/ports.ts';
import { fileKey, fileOf, statusAt, toItem } from './dynamo-items.ts';

/** One UpdateItem under the condition of `maySettle`; when it fails, DynamoDB hands back the record as it stands. */
export const settleFileIn =
  (dynamo: DynamoDBClient, TableName: string): SettleFile =>
  async (id, settlement) => {
    const { verdict, at } = settlement;
    const fields = settledFields(settlement);
    const changes = { ...fields, statusAt: statusAt(fields.status, at, id) };
    const names = Object.keys(changes);
    const isAccepted = verdict.outcome === 'accepted';
    try {
      const { Attributes } = await dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: toItem(fileKey(id)),
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')} REMOVE expiresAt, multipart, pendingShard`,
          ConditionExpression: `#status = :pending${isAccepted ? ' AND #size = :size' : ''}`,
          ExpressionAttributeNames: Object.fromEntries(
            [...names, ...(isAccepted ? ['size'] : [])].map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: toItem({
            ...Object.fromEntries(
              Object.entries(changes).map(([name, value]) => [`:${name}`, value]),
            ),
            ':pending': 'pending',
            ...(isAccepted && { ':size': verdict.size }),
          }),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return Attributes && fileOf(Attributes);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item && fileOf(error.Item);
    }
  };
