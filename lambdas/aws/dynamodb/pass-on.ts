// DynamoDB: grants and links of a file that is no more.
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { PassOn } from '../../domain/ports.ts';
import { fileKey, type Item, toItem } from './dynamo-items.ts';
import { findFileIn } from './find-file.ts';
import { handOver, letGo } from './hand-over.ts';
import { writeTogether } from './write-together.ts';

/**
 * Every item beside the record is moved or removed by one small transaction of its own, so a repeat goes on where the
 * last one stopped. Tombstones are told in no order: by the time of this one, its successor may have ended as well.
 */
export const passOnIn = (client: DynamoDBClient, TableName: string): PassOn => {
  const find = findFileIn(client, TableName);

  return async (fileId, successor) => {
    let heir = successor && (await heirOf(successor));
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
      for (const item of Items) heir = await passOn(item, heir);
    }
    while (heir && !(await noteArrival(fileId, heir))) heir = await heirOf(heir);
  };

  /** The file that stands at the end of a chain of replacements, if it still does. */
  async function heirOf(id: string): Promise<string | undefined> {
    let file = await find(id);
    while (file?.status === 'deleted' && file.replacedBy) file = await find(file.replacedBy);
    return file?.status === 'ready' ? file.id : undefined;
  }

  /** Passes one item on to the heir, or lets it go; gives the heir that was found standing. */
  async function passOn(item: Item, heir: string | undefined): Promise<string | undefined> {
    const reasons = await writeTogether(
      client,
      heir ? handOver(TableName, item, heir) : letGo(TableName, item),
    );
    // Gone already means passed on already, and perhaps taken back from the heir since: not to be written again.
    if (!reasons || !heir || hasFailed(reasons[0])) return heir;
    if (hasFailed(reasons[1])) return passOn(item, await heirOf(heir));
    // A link whose token is known no more has expired.
    await passOn(item, undefined);
    return heir;
  }

  /** Notes on the heir that nothing comes from this file any more; false when the heir stands no longer. */
  async function noteArrival(fileId: string, heir: string): Promise<boolean> {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: toItem(fileKey(heir)),
          UpdateExpression: 'DELETE predecessors :ids',
          ConditionExpression: '#status = :ready',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: toItem({ ':ids': new Set([fileId]), ':ready': 'ready' }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
};

const hasFailed = (reason: CancellationReason | undefined): boolean =>
  reason?.Code === 'ConditionalCheckFailed';
