// DynamoDB: a new record, its owner's quota, and with an Idempotency-Key the note of which file that key stands for.
import { createHash } from 'node:crypto';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Quota } from '../../domain/collection.ts';
import type { PendingFile } from '../../domain/file.ts';
import type { AddFile, IdempotentRequest, Now } from '../../domain/ports.ts';
import { fileKey, itemOf, toItem, usageChange } from './dynamo-items.ts';
import { writeTogether } from './write-together.ts';

/** How long an Idempotency-Key stands for its file. */
const REMEMBERED_SECONDS = 24 * 3600;

/** One TransactWriteItems, whose conditions are the quota, that the key is new, and that there is what it replaces. */
export const addFileTo =
  (dynamo: DynamoDBClient, TableName: string, now: Now): AddFile =>
  async (file, limits, request) => {
    const writes: TransactWriteItem[] = [
      { Put: { TableName, Item: itemOf(file), ConditionExpression: 'attribute_not_exists(pk)' } },
      { Update: reservation(TableName, file, limits) },
    ];
    const keyAt =
      request && writes.push({ Put: { TableName, ...reminder(file, request, now()) } }) - 1;
    const oldAt =
      file.replaces && writes.push({ ConditionCheck: replaceable(TableName, file) }) - 1;

    const reasons = await writeTogether(dynamo, writes);
    if (!reasons) return { outcome: 'added' };
    const [taken, quota] = reasons;
    const known = keyAt ? reasons[keyAt] : undefined;
    if (known?.Code === 'ConditionalCheckFailed' && known.Item) {
      const { fileId, fingerprint } = unmarshall(known.Item);
      return { outcome: 'replayed', fileId, fingerprint };
    }
    // Before the quota: freeing space would not help somebody who may not replace that file.
    if (oldAt && reasons[oldAt]?.Code === 'ConditionalCheckFailed') {
      return { outcome: 'not_replaceable' };
    }
    if (quota?.Code === 'ConditionalCheckFailed') {
      const { bytes = 0, files = 0 } = quota.Item ? unmarshall(quota.Item) : {};
      return { outcome: 'no_room', used: { bytes, files } };
    }
    throw new Error(`A new file met a record of its own id: ${taken?.Code}.`);
  };

// The condition of `hasRoom`. An owner without a counter has room for whatever alone is within the limits.
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
