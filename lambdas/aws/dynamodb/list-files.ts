// DynamoDB: one page of a list of files, from the indexes that hold them.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FileRecord } from '../../domain/file.ts';
import type { ListFiles, ListQuery } from '../../domain/list-ports.ts';
import { indexes, type TableIndex } from '../../table.ts';
import { positionOf } from './dynamo-items.ts';
import { readList } from './read-list.ts';

/**
 * One read of each index that may hold what was asked for. The pending files are read before the settled ones: a file
 * that is settled in between is then found twice and never missed.
 */
export const listFilesWith =
  (dynamo: DynamoDBClient, TableName: string): ListFiles =>
  async ({ owner, collection, status, limit, after }) => {
    const files = new Map<string, FileRecord>();
    let end = '';
    for (const index of indexesFor(status)) {
      const filter = { collection, status };
      const wanted = { index, partition: owner, filter, limit, after };
      const found = await readList(dynamo, TableName, wanted);
      for (const file of found.files) files.set(positionOf(file), file);
      if (found.end && found.end > end) end = found.end;
    }
    // Below the end of one index, the next file may be one of those that were not read.
    const known = [...files.keys()].filter((position) => position >= end).sort();
    const page = known.reverse().slice(0, limit);
    const isWhole = end === '' && page.length === files.size;
    return {
      files: page.flatMap((position) => files.get(position) ?? []),
      next: isWhole ? undefined : page.length === limit ? page.at(-1) : end,
    };
  };

/** The indexes that hold an owner's files of one status, or of every status. */
const indexesFor = (status: ListQuery['status']): readonly TableIndex[] => {
  if (status === 'pending') return [indexes.pendingFiles];
  return status ? [indexes.ownerFiles] : [indexes.pendingFiles, indexes.ownerFiles];
};
