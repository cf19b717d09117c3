// DynamoDB: moves a settled file into the lists of settled files, when release 0.1 or one of its functions left it in others.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PlaceFile } from '../../domain/ports.ts';
import { fileKey, intoLists, positionOf, toItem } from './dynamo-items.ts';
import { updateIf } from './update-if.ts';

/** One UpdateItem under the condition that the file is settled. */
export const placeFileWith =
  (dynamo: DynamoDBClient, TableName: string): PlaceFile =>
  async (file) => {
    await updateIf(dynamo, {
      TableName,
      Key: toItem(fileKey(file.id)),
      UpdateExpression: `SET listedAt = :position REMOVE ${intoLists.remove}`,
      ConditionExpression: '#status IN (:ready, :rejected)',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({
        ':position': positionOf(file),
        ':ready': 'ready',
        ':rejected': 'rejected',
      }),
    });
  };
