// DynamoDB: the one conditional write that gives up a pending upload.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AbandonFile } from '../domain/ports.ts';
import { fileOf, tombstoneOf } from './dynamo-items.ts';

/** One PutItem, only over a pending record; when it fails, DynamoDB hands back the record as it stands. */
export const abandonFileIn =
  (dynamo: DynamoDBClient, TableName: string): AbandonFile =>
  async (tombstone) => {
    try {
      await dynamo.send(
        new PutItemCommand({
          TableName,
          Item: tombstoneOf(tombstone),
          ConditionExpression: '#status = :pending',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':pending': { S: 'pending' } },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return tombstone;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item && fileOf(error.Item);
    }
  };
