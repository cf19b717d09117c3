// DynamoDB: many records by their ids.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FindFiles } from '../../domain/ports.ts';
import { fileKey, fileOf } from './dynamo-items.ts';
import { BATCH_KEYS, readItems } from './read-items.ts';

/** One BatchGetItem per hundred ids. */
export const findFilesWith =
  (dynamo: DynamoDBClient, TableName: string): FindFiles =>
  async (ids) => {
    const batches = Array.from({ length: Math.ceil(ids.length / BATCH_KEYS) }, (_, index) =>
      ids.slice(index * BATCH_KEYS, (index + 1) * BATCH_KEYS),
    );
    const found = await Promise.all(
      batches.map((batch) => readItems(dynamo, TableName, batch.map(fileKey))),
    );
    return new Map(
      found
        .flat()
        .map(fileOf)
        .map((file) => [file.id, file]),
    );
  };
