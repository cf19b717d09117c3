// DynamoDB: reads one index of files from a position on, newest first, as far as a page needs.
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { FileRecord } from '../../domain/file.ts';
import type { TableIndex } from '../../table.ts';
import { fileOf, type Item, toItem } from './dynamo-items.ts';

/** Entries of an index that one page may read in search of files that match, about 500 KB. */
export const MOST_ENTRIES = 1000;

/** After a Query that found too few, the next one reads this many times as much. */
const GROWTH = 4;

/** Greater than every position, which begins with a digit; what release 0.1 wrote into the same index is greater still. */
const BEFORE_ALL = ':';

/** What is wanted of an index. */
export interface Wanted {
  readonly index: TableIndex;
  readonly partition: string;
  /** Values that attributes have to equal. */
  readonly filter: Readonly<Record<string, string | undefined>>;
  readonly limit: number;
  /** The position where the page before ended. */
  readonly after?: string | undefined;
}

/** What was found; everything down to `end` was read, and all of it when that is absent. */
export interface Found {
  readonly files: readonly FileRecord[];
  readonly end?: string | undefined;
}

/**
 * One Query without a filter. With a filter, further ones, each greater than the last, until the page is full or
 * {@link MOST_ENTRIES} were read: a page may have fewer files than asked for, or none, and still have a successor.
 */
export async function readList(
  dynamo: DynamoDBClient,
  TableName: string,
  { index, partition, filter, limit, after }: Wanted,
): Promise<Found> {
  const filters = Object.entries(filter).filter(([, value]) => value !== undefined);
  const query = {
    TableName,
    IndexName: index.name,
    KeyConditionExpression: '#partition = :partition AND #sort < :before',
    ExpressionAttributeNames: {
      '#partition': index.partition,
      '#sort': index.sort,
      ...Object.fromEntries(filters.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: toItem({
      ':partition': partition,
      ':before': after ?? BEFORE_ALL,
      ...Object.fromEntries(filters.map(([name, value]) => [`:${name}`, value])),
    }),
    ...(filters.length > 0 && {
      FilterExpression: filters.map(([name]) => `#${name} = :${name}`).join(' AND '),
    }),
    ScanIndexForward: false,
  };
  const files: FileRecord[] = [];
  let start: Item | undefined;
  for (let read = 0, Limit = limit; read < MOST_ENTRIES && files.length < limit; Limit *= GROWTH) {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({ ...query, Limit, ...(start && { ExclusiveStartKey: start }) }),
    );
    files.push(...Items.map(fileOf));
    if (!LastEvaluatedKey) return { files };
    start = LastEvaluatedKey;
    read += Limit;
  }
  return { files, end: start?.[index.sort]?.S };
}
