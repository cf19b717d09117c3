// DynamoDB: transfers the grants and links of a deleted file to its successor, or deletes them.
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { TransferSharing } from '../../domain/ports.ts';
import { fileKey, type Item, toItem } from './dynamo-items.ts';
import { findFileWith } from './find-file.ts';
import { deleteSharing, moveSharing } from './move-sharing.ts';
import { updateIf } from './update-if.ts';
import { hasFailed, writeTogether } from './write-together.ts';

/**
 * Moves or deletes every item beside the record in a small transaction of its own, so that a repeat continues where the
 * last attempt stopped. Stream records may arrive out of order: the successor may already have been deleted as well.
 */
export const transferSharingWith = (client: DynamoDBClient, TableName: string): TransferSharing => {
  const find = findFileWith(client, TableName);

  return async (fileId, replacedBy) => {
    let successor = replacedBy && (await findSuccessor(replacedBy));
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
      for (const item of Items) successor = await transfer(item, successor);
    }
    while (successor && !(await clearPredecessor(fileId, successor))) {
      successor = await findSuccessor(successor);
    }
  };

  /** Finds the ready file at the end of a chain of replacements; undefined when that file is not ready. */
  async function findSuccessor(id: string): Promise<string | undefined> {
    let file = await find(id);
    while (file?.status === 'deleted' && file.replacedBy) file = await find(file.replacedBy);
    return file?.status === 'ready' ? file.id : undefined;
  }

  /** Moves one item to the successor, or deletes it; returns the successor that was found ready. */
  async function transfer(item: Item, successor: string | undefined): Promise<string | undefined> {
    const reasons = await writeTogether(
      client,
      successor ? moveSharing(TableName, item, successor) : deleteSharing(TableName, item),
    );
    // An item that does not exist was moved before, and may have been revoked since: it must not be written again.
    if (!reasons || !successor || hasFailed(reasons[0])) return successor;
    if (hasFailed(reasons[1])) return transfer(item, await findSuccessor(successor));
    // A link whose token does not exist has expired.
    await transfer(item, undefined);
    return successor;
  }

  /** Removes this file from the successor's predecessors; false when the successor is not ready any more. */
  async function clearPredecessor(fileId: string, successor: string): Promise<boolean> {
    const { isWritten } = await updateIf(client, {
      TableName,
      Key: toItem(fileKey(successor)),
      UpdateExpression: 'DELETE predecessors :ids',
      ConditionExpression: '#status = :ready',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':ids': new Set([fileId]), ':ready': 'ready' }),
    });
    return isWritten;
  }
};
