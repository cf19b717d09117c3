// DynamoDB: adds a new record, reserves its owner's quota and remembers the Idempotency-Key, in one transaction.
import { createHash } from 'node:crypto';
import type {
  CancellationReason,
  DynamoDBClient,
  TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Quota } from '../../domain/collection.ts';
import type { PendingFile } from '../../domain/file.ts';
import type { AddFile, Now } from '../../domain/ports.ts';
import type { Usage } from '../../domain/quota.ts';
import { fileKey, itemOf, toItem, usageChange } from './dynamo-items.ts';
import { permissionUse } from './upload-permissions.ts';
import { failureIn, writeTogether } from './write-together.ts';

/** How long an Idempotency-Key identifies its file. */
const REMEMBERED_SECONDS = 24 * 3600;

/**
 * One TransactWriteItems under five conditions: the id and the Idempotency-Key are new, the quota has room, the permission
 * has a use left, and the file to replace may be replaced. A key belongs to its owner, or to its permission.
 */
export const addFileWith =
  (dynamo: DynamoDBClient, TableName: string, now: Now): AddFile =>
  async (file, limits, request, permission) => {
    const record = { Put: { TableName, Item: itemOf(file), ConditionExpression: isNew } };
    const { owner, size } = file;
    const quota = { Update: reservation(TableName, owner, { bytes: size, files: 1 }, limits) };
    const remembered = { fileId: file.id, fingerprint: request?.fingerprint };
    const key = request
      ? { Put: { TableName, ...reminder(permission?.id ?? owner, request.key, remembered, now()) } }
      : undefined;
    const permit = permission && { Update: permissionUse(TableName, permission, 1, now()) };
    const replaced = file.replaces ? { ConditionCheck: replaceable(TableName, file) } : undefined;

    const writes: TransactWriteItem[] = [record, quota];
    if (key) writes.push(key);
    if (permit) writes.push(permit);
    if (replaced) writes.push(replaced);
    const reasons = await writeTogether(dynamo, writes);
    if (!reasons) return { outcome: 'added' };

    const failureOf = failureIn(writes, reasons);
    const known = failureOf(key)?.Item;
    if (known) {
      const { fileId, fingerprint } = unmarshall(known);
      return { outcome: 'replayed', fileId, fingerprint };
    }
    if (failureOf(record)) return { outcome: 'id_taken' };
    if (failureOf(permit)) return { outcome: 'not_permitted' };
    // Before the quota: freeing space does not help a caller who may not replace that file.
    if (failureOf(replaced)) return { outcome: 'not_replaceable' };
    const full = failureOf(quota);
    if (full) return { outcome: 'no_room', used: usedIn(full) };
    throw new Error('The transaction was cancelled by none of its conditions.');
  };

/** The condition that no record has this id. */
export const isNew = 'attribute_not_exists(pk)';

/**
 * Counts new files against their owner's quota, under the condition of `hasRoom`. An owner without a counter has room for every
 * file within the limits.
 */
export function reservation(TableName: string, owner: string, added: Usage, limits: Quota) {
  return {
    ...usageChange(TableName, { owner, size: added.bytes }, 1),
    ConditionExpression:
      'attribute_not_exists(#bytes) OR (#bytes <= :bytesBefore AND #files <= :filesBefore)',
    ExpressionAttributeValues: toItem({
      ':bytes': added.bytes,
      ':files': added.files,
      ':bytesBefore': limits.bytes - added.bytes,
      ':filesBefore': limits.files - added.files,
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** What the owner used when the reservation failed. */
export function usedIn({ Item }: CancellationReason): Usage {
  const { bytes = 0, files = 0 } = Item ? unmarshall(Item) : {};
  return { bytes, files };
}

/** The condition that the file to replace is a ready one of the same owner and collection. */
export const replaceable = (
  TableName: string,
  { replaces = '', owner, collection }: PendingFile,
) => ({
  TableName,
  Key: toItem(fileKey(replaces)),
  ConditionExpression: '#status = :ready AND #owner = :owner AND #collection = :collection',
  ExpressionAttributeNames: { '#status': 'status', '#owner': 'owner', '#collection': 'collection' },
  ExpressionAttributeValues: toItem({
    ':ready': 'ready',
    ':owner': owner,
    ':collection': collection,
  }),
});

/** Stores which file an owner's Idempotency-Key identifies, under the condition that it identifies none yet. */
export const reminder = (owner: string, key: string, remembered: object, now: Date) => {
  const epochSeconds = Math.floor(now.getTime() / 1000);
  const digest = createHash('sha256').update(`${owner}\n${key}`).digest('base64url');
  return {
    Item: toItem({
      pk: `REQUEST#${digest}`,
      sk: 'REQUEST',
      ...remembered,
      removeAt: epochSeconds + REMEMBERED_SECONDS,
    }),
    // An item past its time to live may stay for days (DynamoDB developer guide, "Time to Live"), hence the second condition.
    ConditionExpression: 'attribute_not_exists(pk) OR removeAt < :now',
    ExpressionAttributeValues: toItem({ ':now': epochSeconds }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
};
