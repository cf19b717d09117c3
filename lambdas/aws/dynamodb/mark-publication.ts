// DynamoDB: that a file's public copy is there, or is gone.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { AskToPublish, MarkPublished, MarkWithdrawn } from '../../domain/publication-ports.ts';
import { fileKey, toItem } from './dynamo-items.ts';

const ExpressionAttributeNames = { '#status': 'status', '#visibility': 'visibility' };

/** One UpdateItem, only while the file is ready and to be public under this very token. */
export const markPublishedIn =
  (dynamo: DynamoDBClient, TableName: string): MarkPublished =>
  (fileId, publicToken, at) =>
    wasWritten(dynamo, {
      TableName,
      Key: toItem(fileKey(fileId)),
      UpdateExpression: 'SET publishedAt = :at',
      ConditionExpression:
        '#status = :ready AND #visibility = :public AND publicToken = :publicToken',
      ExpressionAttributeNames,
      ExpressionAttributeValues: toItem({
        ':at': at,
        ':ready': 'ready',
        ':public': 'public',
        ':publicToken': publicToken,
      }),
    });

/** One UpdateItem, only while the file is deleted or to be private and its copy was under this very token. */
export const markWithdrawnIn =
  (dynamo: DynamoDBClient, TableName: string): MarkWithdrawn =>
  (fileId, publicToken) =>
    wasWritten(dynamo, {
      TableName,
      Key: toItem(fileKey(fileId)),
      UpdateExpression: 'REMOVE publicToken, publishedAt, publicationAskedAt',
      ConditionExpression:
        'publicToken = :publicToken AND (#status = :deleted OR #visibility = :private)',
      ExpressionAttributeNames,
      ExpressionAttributeValues: toItem({
        ':publicToken': publicToken,
        ':deleted': 'deleted',
        ':private': 'private',
      }),
    });

/** One UpdateItem that takes back that the copy is there: the stream then tells of a file with something left to do. */
export const askToPublishIn =
  (dynamo: DynamoDBClient, TableName: string): AskToPublish =>
  async (fileId, publicToken, at) => {
    await wasWritten(dynamo, {
      TableName,
      Key: toItem(fileKey(fileId)),
      UpdateExpression: 'SET publicationAskedAt = :at REMOVE publishedAt',
      ConditionExpression: 'publicToken = :publicToken',
      ExpressionAttributeValues: toItem({ ':at': at, ':publicToken': publicToken }),
    });
  };

async function wasWritten(dynamo: DynamoDBClient, input: UpdateItemCommandInput): Promise<boolean> {
  try {
    await dynamo.send(new UpdateItemCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
