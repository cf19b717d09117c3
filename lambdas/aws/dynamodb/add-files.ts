// DynamoDB: adds several records of one owner, reserves their quota and remembers the Idempotency-Key, in one transaction.
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AddFiles } from '../../domain/batch-ports.ts';
import type { Now } from '../../domain/ports.ts';
import { isNew, reminder, replaceable, reservation, usedIn } from './add-file.ts';
import { itemOf } from './dynamo-items.ts';
import { permissionUse, usesLeftIn } from './upload-permissions.ts';
import { failureIn, writeTogether } from './write-together.ts';

/**
 * One TransactWriteItems under the conditions of `addFileWith`, the quota for all files together. DynamoDB allows 100 writes
 * in one transaction, and one write to each item: 50 files, 48 of which replace another, the quota and the key.
 */
export const addFilesWith =
  (dynamo: DynamoDBClient, TableName: string, now: Now): AddFiles =>
  async (files, limits, request, permission) => {
    const owner = files[0]?.owner;
    if (owner === undefined) return { outcome: 'added' };
    const total = {
      bytes: files.reduce((sum, { size }) => sum + size, 0),
      files: files.length,
    };
    const quota: TransactWriteItem = { Update: reservation(TableName, owner, total, limits) };
    const key: TransactWriteItem | undefined = request && {
      Put: {
        TableName,
        ...reminder(
          permission?.id ?? owner,
          request.key,
          remembered(request.fingerprint, request.claims),
          now(),
        ),
      },
    };
    const replacing = files.filter(({ replaces }) => replaces !== undefined);
    const checks = replacing.map(
      (file): TransactWriteItem => ({ ConditionCheck: replaceable(TableName, file) }),
    );
    const records = files.map(
      (file): TransactWriteItem => ({
        Put: { TableName, Item: itemOf(file), ConditionExpression: isNew },
      }),
    );
    const permit: TransactWriteItem | undefined = permission && {
      Update: permissionUse(TableName, permission, files.length, now()),
    };
    const once = [quota, key, permit].filter((write) => write !== undefined);
    const writes = [...once, ...checks, ...records];
    const reasons = await writeTogether(dynamo, writes);
    if (!reasons) return { outcome: 'added' };

    const failureOf = failureIn(writes, reasons);
    const known = failureOf(key)?.Item;
    if (known) {
      const { fingerprint, claims } = unmarshall(known);
      return { outcome: 'replayed', fingerprint, claims: claims && JSON.parse(claims) };
    }
    const spent = failureOf(permit);
    if (spent) return { outcome: 'not_permitted', left: usesLeftIn(spent, now()) };
    const ids = replacing.flatMap(({ replaces = '' }, index) =>
      failureOf(checks[index]) ? [replaces] : [],
    );
    if (ids.length > 0) return { outcome: 'not_replaceable', ids };
    const full = failureOf(quota);
    if (full) return { outcome: 'no_room', used: usedIn(full) };
    throw new Error('File id collision: a record with one of these ids exists.');
  };

// As text: an item of DynamoDB has no list of objects of several kinds without a name for the type of each value.
const remembered = (fingerprint: string, claims: readonly unknown[]) => ({
  fingerprint,
  claims: JSON.stringify(claims),
});
