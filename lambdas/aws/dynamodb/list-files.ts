// DynamoDB: one page of a list of files, from the indexes that hold them.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { VisibleFile } from '../../domain/file.ts';
import type { ListFiles, ListQuery } from '../../domain/list-ports.ts';
import { indexes, type TableIndex } from '../../table.ts';
import { positionOf } from './dynamo-items.ts';
import { filterOf } from './list-filter.ts';
import { readList } from './read-list.ts';

/**
 * One read of each index that may hold what was asked for. The pending files are read before the settled ones: a file
 * that is settled in between is then found twice and never missed.
 */
export const listFilesWith =
  (dynamo: DynamoDBClient, TableName: string): ListFiles =>
  async (query) => {
    const { order = 'newest', limit, after } = query;
    const isAscending = order === 'oldest';
    const isBefore = (one: string, other: string) => (isAscending ? one < other : one > other);
    const files = new Map<string, VisibleFile>();
    let end: string | undefined;
    for (const index of indexesFor(query)) {
      const partition = query.owner ?? query.collection;
      const filter = filterOf(query);
      const wanted = { index, partition, filter, isAscending, limit, after };
      const found = await readList(dynamo, TableName, wanted);
      for (const file of found.files) files.set(positionOf(file), file);
      if (found.end && (end === undefined || isBefore(found.end, end))) end = found.end;
    }
    // Behind the end of the page of one index, the next file may be one that was not read.
    const known = [...files.keys()].filter((position) => !end || !isBefore(end, position));
    const page = known.sort((one, other) => (isBefore(one, other) ? -1 : 1)).slice(0, limit);
    const isWhole = end === undefined && page.length === files.size;
    return {
      files: page.flatMap((position) => files.get(position) ?? []),
      next: isWhole ? undefined : page.length === limit ? page.at(-1) : end,
    };
  };

/** The indexes that hold files of one status, or of every status. */
export const indexesFor = ({
  owner,
  status,
}: Pick<ListQuery, 'owner' | 'status'>): readonly TableIndex[] => {
  if (owner === undefined) return [indexes.collectionFiles];
  if (status === 'pending') return [indexes.pendingFiles];
  return status ? [indexes.ownerFiles] : [indexes.pendingFiles, indexes.ownerFiles];
};
