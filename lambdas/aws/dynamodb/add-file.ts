// DynamoDB: adds a new record, reserves its owner's quota and remembers the Idempotency-Key, in one transaction.
import { createHash } from 'node:crypto';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Quota } from '../../domain/collection.ts';
import type { PendingFile } from '../../domain/file.ts';
import type { AddFile, IdempotentRequest, Now } from '../../domain/ports.ts';
import { fileKey, itemOf, toItem, usageChange } from './dynamo-items.ts';
import { hasFailed, writeTogether } from './write-together.ts';

/** How long an Idempotency-Key identifies its file. */
const REMEMBERED_SECONDS = 24 * 3600;

/**
 * One TransactWriteItems under four conditions: the id and the Idempotency-Key are new, the quota has room, and the file
 * to replace may be replaced.
 */
export const addFileWith =
  (dynamo: DynamoDBClient, TableName: string, now: Now): AddFile =>
  async (file, limits, request) => {
    const record = { Put: { TableName, Item: itemOf(file), ConditionExpression: isNew } };
    const quota = { Update: reservation(TableName, file, limits) };
    const key = request ? { Put: { TableName, ...reminder(file, request, now()) } } : undefined;
    const replaced = file.replaces ? { ConditionCheck: replaceable(TableName, file) } : undefined;

    const writes: TransactWriteItem[] = [record, quota];
    if (key) writes.push(key);
    if (replaced) writes.push(replaced);
    const reasons = await writeTogether(dynamo, writes);
    if (!reasons) return { outcome: 'added' };

    const failureOf = (write: TransactWriteItem | undefined) => {
      const reason = write ? reasons[writes.indexOf(write)] : undefined;
      return hasFailed(reason) ? reason : undefined;
    };
    const known = failureOf(key)?.Item;
    if (known) {
      const { fileId, fingerprint } = unmarshall(known);
      return { outcome: 'replayed', fileId, fingerprint };
    }
    // Before the quota: freeing space does not help a caller who may not replace that file.
    if (failureOf(replaced)) return { outcome: 'not_replaceable' };
    const full = failureOf(quota);
    if (full) {
      const { bytes = 0, files = 0 } = full.Item ? unmarshall(full.Item) : {};
      return { outcome: 'no_room', used: { bytes, files } };
    }
    throw new Error('File id collision: a record with this id exists.');
  };

const isNew = 'attribute_not_exists(pk)';

// The condition of `hasRoom`. An owner without a counter has room for any file within the limits.
function reservation(TableName: string, file: PendingFile, limits: Quota) {
  const change = usageChange(TableName, file, 1);
  return {
    ...change,
    ConditionExpression:
      'attribute_not_exists(#bytes) OR (#bytes <= :bytesBefore AND #files <= :filesBefore)',
    ExpressionAttributeValues: {
      ...change.ExpressionAttributeValues,
      ...toItem({ ':bytesBefore': limits.bytes - file.size, ':filesBefore': limits.files - 1 }),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

const replaceable = (TableName: string, { replaces = '', owner, collection }: PendingFile) => ({
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

// An item past its time to live may stay for days (DynamoDB developer guide, "Time to Live"), hence the second condition.
const reminder = (file: PendingFile, { key, fingerprint }: IdempotentRequest, now: Date) => {
  const epochSeconds = Math.floor(now.getTime() / 1000);
  const digest = createHash('sha256').update(`${file.owner}\n${key}`).digest('base64url');
  return {
    Item: toItem({
      pk: `REQUEST#${digest}`,
      sk: 'REQUEST',
      fileId: file.id,
      fingerprint,
      removeAt: epochSeconds + REMEMBERED_SECONDS,
    }),
    ConditionExpression: 'attribute_not_exists(pk) OR removeAt < :now',
    ExpressionAttributeValues: toItem({ ':now': epochSeconds }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
};
