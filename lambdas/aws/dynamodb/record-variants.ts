// DynamoDB: records the variants of a file, or asks for them again.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AskForVariants, RecordVariants } from '../../domain/variant-ports.ts';
import { fileKey, fileOf, toItem } from './dynamo-items.ts';
import { updateIf } from './update-if.ts';

/** One UpdateItem, only while the file is ready with this version and without variants of the same recipes. */
export const recordVariantsWith =
  (dynamo: DynamoDBClient, TableName: string): RecordVariants =>
  async (fileId, variants) => {
    const { isWritten, item } = await updateIf(dynamo, {
      TableName,
      Key: toItem(fileKey(fileId)),
      UpdateExpression: 'SET variants = :variants',
      ConditionExpression: [
        '#status = :ready AND versionId = :versionId',
        '(attribute_not_exists(variants) OR variants.versionId <> :versionId OR variants.recipesId <> :recipesId)',
      ].join(' AND '),
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({
        ':variants': variants,
        ':ready': 'ready',
        ':versionId': variants.versionId,
        ':recipesId': variants.recipesId,
      }),
      ReturnValues: 'ALL_OLD',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const before = item && fileOf(item);
    if (!isWritten || before?.status !== 'ready') return { before, after: before };
    return { before, after: { ...before, variants } };
  };

/** One UpdateItem, only while the file is ready; the table's stream then emits it to make-variants. */
export const askForVariantsWith =
  (dynamo: DynamoDBClient, TableName: string): AskForVariants =>
  async (fileId, at, isLost) => {
    await updateIf(dynamo, {
      TableName,
      Key: toItem(fileKey(fileId)),
      UpdateExpression: `SET variantsAskedAt = :at${isLost ? ' REMOVE variants' : ''}`,
      ConditionExpression: '#status = :ready',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':at': at, ':ready': 'ready' }),
    });
  };
