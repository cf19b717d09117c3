// DynamoDB: deletes everything beside the record of a file that ended: its grants, its links and the versions that it kept.
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { RemoveBeside } from '../../domain/ports.ts';
import { fileKey, toItem } from './dynamo-items.ts';
import { findFileWith } from './find-file.ts';
import { deleteSharing, moveSharing } from './move-sharing.ts';
import { hasFailed, writeTogether } from './write-together.ts';

/**
 * Deletes every item in a separate small transaction, so that a repeat continues where the last attempt stopped. For a
 * tombstone that a release before 0.3 wrote, grants and links move to the file that replaced it.
 */
export const removeBesideWith = (client: DynamoDBClient, TableName: string): RemoveBeside => {
  const find = findFileWith(client, TableName);

  return async (fileId, replacedBy) => {
    const successor = replacedBy && (await findSuccessor(replacedBy));
    const pages = paginateQuery(
      { client },
      {
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk > :record',
        ExpressionAttributeValues: toItem({ ':pk': fileKey(fileId).pk, ':record': 'FILE' }),
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const reasons = successor
          ? await writeTogether(client, moveSharing(TableName, item, successor))
          : undefined;
        // An item that cannot move is deleted: the successor ended as well, or the link has expired.
        if (!successor || (reasons && !hasFailed(reasons[0]))) {
          await writeTogether(client, deleteSharing(TableName, item));
        }
      }
    }
  };

  /** Finds the ready file at the end of a chain of replacements; undefined when that file is not ready. */
  async function findSuccessor(id: string): Promise<string | undefined> {
    let file = await find(id);
    while (file?.status === 'deleted' && file.replacedBy) file = await find(file.replacedBy);
    return file?.status === 'ready' ? file.id : undefined;
  }
};
