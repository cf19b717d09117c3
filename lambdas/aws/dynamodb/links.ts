// DynamoDB: anonymous links. Each is kept twice: where its token finds it, and beside its file's record.
import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AddLink, ListLinks, RemoveLink, UseLink } from '../../domain/ports.ts';
import {
  epochSeconds,
  fileKey,
  fileLinkKey,
  linkKey,
  linkOf,
  stillThere,
  toItem,
} from './dynamo-items.ts';
import { queryPage } from './query-page.ts';
import { writeTogether } from './write-together.ts';

/** One TransactWriteItems, so that no link is left to a file that is being deleted. */
export const addLinkTo =
  (dynamo: DynamoDBClient, TableName: string): AddLink =>
  async (link) => {
    const removeAt = epochSeconds(link.expiresAt);
    const reasons = await writeTogether(dynamo, [
      {
        ConditionCheck: {
          TableName,
          Key: toItem(fileKey(link.fileId)),
          ConditionExpression: '#status = :ready',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: toItem({ ':ready': 'ready' }),
        },
      },
      { Put: { TableName, Item: toItem({ ...linkKey(link.id), ...link, uses: 0, removeAt }) } },
      {
        Put: {
          TableName,
          Item: toItem({ ...fileLinkKey(link.fileId, link.id), ...link, removeAt }),
        },
      },
    ]);
    return reasons === undefined;
  };

/**
 * One TransactWriteItems, after one for each predecessor; a link of another file is left alone. A link only ever moves
 * from a predecessor to the file, so whoever looks there last misses none.
 */
export const removeLinkFrom =
  (dynamo: DynamoDBClient, TableName: string): RemoveLink =>
  async ({ id, predecessors = [] }, linkId) => {
    const removal = (fileId: string): TransactWriteItem[] => [
      {
        Delete: {
          TableName,
          Key: toItem(linkKey(linkId)),
          ConditionExpression: 'attribute_not_exists(pk) OR fileId = :fileId',
          ExpressionAttributeValues: toItem({ ':fileId': fileId }),
        },
      },
      { Delete: { TableName, Key: toItem(fileLinkKey(fileId, linkId)) } },
    ];
    for (const predecessor of predecessors) await writeTogether(dynamo, removal(predecessor));
    const reasons = await writeTogether(dynamo, [
      { ConditionCheck: stillThere(TableName, id) },
      ...removal(id),
    ]);
    return reasons?.[0]?.Code !== 'ConditionalCheckFailed';
  };

/** One Query. */
export const listLinksIn =
  (dynamo: DynamoDBClient, TableName: string): ListLinks =>
  async (fileId, limit, after) => {
    const { pk } = fileKey(fileId);
    const { items, next } = await queryPage(dynamo, TableName, {
      pk,
      prefix: 'LINK#',
      limit,
      after,
    });
    return { items: items.map(linkOf), next };
  };

/**
 * One UpdateItem that counts the use, under the condition that there is one left: correct under any concurrency. The SDK
 * repeats it when the answer was lost; by the name of the use, which the first one left behind, it is counted once.
 */
export const useLinkIn =
  (dynamo: DynamoDBClient, TableName: string): UseLink =>
  async (linkId, at) => {
    const use = randomUUID();
    try {
      const { Attributes } = await dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: toItem(linkKey(linkId)),
          UpdateExpression: 'ADD uses :one SET lastUse = :use',
          ConditionExpression:
            'expiresAt > :now AND (attribute_not_exists(maxUses) OR uses < maxUses) AND (attribute_not_exists(lastUse) OR lastUse <> :use)',
          ExpressionAttributeValues: toItem({ ':one': 1, ':now': at, ':use': use }),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return Attributes?.fileId?.S;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item?.lastUse?.S === use ? error.Item.fileId?.S : undefined;
    }
  };
