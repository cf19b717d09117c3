// DynamoDB: records that a file's public copy was created, was deleted, or is wanted.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AskToPublish, MarkPublished, MarkWithdrawn } from '../../domain/publication-ports.ts';
import { fileKey, toItem } from './dynamo-items.ts';
import { updateIf } from './update-if.ts';

const ExpressionAttributeNames = { '#status': 'status', '#visibility': 'visibility' };

/** One UpdateItem, only while the file is ready, has this version and is public under exactly this token. */
export const markPublishedWith =
  (dynamo: DynamoDBClient, TableName: string): MarkPublished =>
  async ({ id, publicToken, versionId, variants }, at) => {
    const recipesId = variants?.versionId === versionId ? variants.recipesId : undefined;
    const published = recipesId && { ':variants': { recipesId, at } };
    const { isWritten } = await updateIf(dynamo, {
      TableName,
      Key: toItem(fileKey(id)),
      UpdateExpression: `SET publishedAt = if_not_exists(publishedAt, :at)${published ? ', publishedVariants = :variants' : ''} REMOVE addressedAt`,
      ConditionExpression:
        '#status = :ready AND #visibility = :public AND publicToken = :publicToken AND versionId = :versionId',
      ExpressionAttributeNames,
      ExpressionAttributeValues: toItem({
        ':at': at,
        ':ready': 'ready',
        ':public': 'public',
        ':publicToken': publicToken,
        ':versionId': versionId,
        ...published,
      }),
    });
    return isWritten;
  };

/** One UpdateItem, only while the file is deleted or private, with exactly this token. */
export const markWithdrawnWith =
  (dynamo: DynamoDBClient, TableName: string): MarkWithdrawn =>
  async (fileId, publicToken) => {
    const { isWritten } = await updateIf(dynamo, {
      TableName,
      Key: toItem(fileKey(fileId)),
      UpdateExpression:
        'REMOVE publicToken, publicExtension, publishedAt, publishedVariants, addressedAt, publicationAskedAt',
      ConditionExpression:
        'publicToken = :publicToken AND (#status = :deleted OR #visibility = :private)',
      ExpressionAttributeNames,
      ExpressionAttributeValues: toItem({
        ':publicToken': publicToken,
        ':deleted': 'deleted',
        ':private': 'private',
      }),
    });
    return isWritten;
  };

/** One UpdateItem that removes `publishedAt`: the table's stream then emits a file whose copy is missing. */
export const askToPublishWith =
  (dynamo: DynamoDBClient, TableName: string): AskToPublish =>
  async (fileId, publicToken, at) => {
    await updateIf(dynamo, {
      TableName,
      Key: toItem(fileKey(fileId)),
      UpdateExpression: 'SET publicationAskedAt = :at REMOVE publishedAt',
      ConditionExpression: 'publicToken = :publicToken',
      ExpressionAttributeValues: toItem({ ':at': at, ':publicToken': publicToken }),
    });
  };
