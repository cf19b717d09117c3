// DynamoDB: anonymous links. Each has two items: one under its token, one beside its file's record.
import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { ReturnUse } from '../../domain/link.ts';
import type { AddLink, FindLink, ListLinks, RemoveLink, UseLink } from '../../domain/ports.ts';
import { addCounted } from './count-sharing.ts';
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
import { updateIf } from './update-if.ts';
import { hasFailed, writeTogether } from './write-together.ts';

/** One TransactWriteItems, so that no link is left to a file that is being deleted. */
export const addLinkWith =
  (dynamo: DynamoDBClient, TableName: string): AddLink =>
  (link, limit) => {
    const { fileId, createdAt: at } = link;
    const removeAt = epochSeconds(link.expiresAt);
    return addCounted(
      dynamo,
      TableName,
      { fileId, kind: 'links', limit, at },
      {
        ConditionCheck: {
          TableName,
          Key: toItem(fileKey(fileId)),
          ConditionExpression: '#status = :ready',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: toItem({ ':ready': 'ready' }),
        },
      },
      [
        { Put: { TableName, Item: toItem({ ...linkKey(link.id), ...link, uses: 0, removeAt }) } },
        {
          Put: { TableName, Item: toItem({ ...fileLinkKey(fileId, link.id), ...link, removeAt }) },
        },
      ],
    );
  };

/** One TransactWriteItems; a link of another file is not changed. */
export const removeLinkWith =
  (dynamo: DynamoDBClient, TableName: string): RemoveLink =>
  async (fileId, linkId) => {
    const reasons = await writeTogether(dynamo, [
      { ConditionCheck: stillThere(TableName, fileId) },
      {
        Delete: {
          TableName,
          Key: toItem(linkKey(linkId)),
          ConditionExpression: 'attribute_not_exists(pk) OR fileId = :fileId',
          ExpressionAttributeValues: toItem({ ':fileId': fileId }),
        },
      },
      { Delete: { TableName, Key: toItem(fileLinkKey(fileId, linkId)) } },
    ]);
    return !hasFailed(reasons?.[0]);
  };

/** One Query. */
export const listLinksWith =
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

/** One consistent GetItem, so that a use or a revocation is seen at once. */
export const findLinkWith =
  (dynamo: DynamoDBClient, TableName: string): FindLink =>
  async (linkId) => {
    const { Item } = await dynamo.send(
      new GetItemCommand({ TableName, Key: toItem(linkKey(linkId)), ConsistentRead: true }),
    );
    return Item && { ...linkOf(Item), uses: Number(Item.uses?.N ?? 0) };
  };

/**
 * One UpdateItem that counts the use, under the condition that one is left: correct under any concurrency. The SDK
 * retries it when the answer was lost; the id of the use, which the first attempt stored, prevents a second count.
 */
export const useLinkWith =
  (dynamo: DynamoDBClient, TableName: string): UseLink =>
  async (linkId, at) => {
    const use = randomUUID();
    const { isWritten, item } = await updateIf(dynamo, {
      TableName,
      Key: toItem(linkKey(linkId)),
      UpdateExpression: 'ADD uses :one SET lastUse = :use',
      ConditionExpression:
        'expiresAt > :now AND (attribute_not_exists(maxUses) OR uses < maxUses) AND (attribute_not_exists(lastUse) OR lastUse <> :use)',
      ExpressionAttributeValues: toItem({ ':one': 1, ':now': at, ':use': use }),
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return isWritten || item?.lastUse?.S === use ? item?.fileId?.S : undefined;
  };

/**
 * One UpdateItem. It removes the id of the last use, so that a second attempt of the SDK returns nothing; of two uses that lead
 * to no file at the same moment, one stays counted.
 */
export const returnUseWith =
  (dynamo: DynamoDBClient, TableName: string): ReturnUse =>
  async (linkId) => {
    await updateIf(dynamo, {
      TableName,
      Key: toItem(linkKey(linkId)),
      UpdateExpression: 'ADD uses :minusOne REMOVE lastUse',
      ConditionExpression: 'attribute_exists(lastUse) AND uses > :none',
      ExpressionAttributeValues: toItem({ ':minusOne': -1, ':none': 0 }),
    });
  };
