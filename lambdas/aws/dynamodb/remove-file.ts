// DynamoDB: overwrites a record with a tombstone and releases its quota.
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { countsAsUsed } from '../../domain/file.ts';
import type { RemoveFile } from '../../domain/ports.ts';
import { overwrite } from './change-file.ts';
import { usageChange } from './dynamo-items.ts';

import { writeTogether } from './write-together.ts';

/** One TransactWriteItems, only over the record as it was read; so quota is released exactly once. */
export const removeFileWith =
  (dynamo: DynamoDBClient, TableName: string): RemoveFile =>
  async (file, tombstone) => {
    const writes: TransactWriteItem[] = [overwrite(TableName, file, tombstone)];
    if (countsAsUsed(file)) writes.push({ Update: usageChange(TableName, file, -1) });
    return (await writeTogether(dynamo, writes)) === undefined;
  };
