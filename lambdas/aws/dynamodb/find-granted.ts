// DynamoDB: which of several files were shared with the caller.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { granteesOf } from '../../domain/access.ts';
import type { FindGranted } from '../../domain/ports.ts';
import { grantKey } from './dynamo-items.ts';
import { BATCH_KEYS, readItems } from './read-items.ts';

/** One BatchGetItem per hundred pairs of a file and a name of the caller. Groups beyond the 98th are not looked up. */
export const findGrantedWith =
  (dynamo: DynamoDBClient, TableName: string): FindGranted =>
  async (ids, principal) => {
    const grantees = [...new Set(granteesOf(principal))].slice(0, BATCH_KEYS - 1);
    const keys = ids.flatMap((id) => grantees.map((grantee) => grantKey(id, grantee)));
    const batches = Array.from({ length: Math.ceil(keys.length / BATCH_KEYS) }, (_, index) =>
      keys.slice(index * BATCH_KEYS, (index + 1) * BATCH_KEYS),
    );
    const found = await Promise.all(batches.map((batch) => readItems(dynamo, TableName, batch)));
    return new Set(found.flat().map(({ pk }) => pk?.S?.slice('FILE#'.length) ?? ''));
  };
