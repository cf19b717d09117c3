// DynamoDB: reads one index of files from a position on, as far as a page needs.
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { VisibleFile } from '../../domain/file.ts';
import type { TableIndex } from '../../table.ts';
import { type Item, listedFileOf, toItem } from './dynamo-items.ts';
import type { FilterExpression } from './list-filter.ts';

/** Entries of an index that one page may read in search of files that match, about 500 KB. */
const MOST_ENTRIES = 1000;

/** After a Query that found too few, the next one reads this many times as much. */
const GROWTH = 4;

// Positions begin with the digits of a year. What release 0.1 wrote into the same index begins with a letter.
const BEFORE_THE_FIRST = '0';
/** Greater than every position. */
export const AFTER_THE_LAST = ':';
/** Less than every digit and letter: a position with it appended is followed by the next position. */
const NEXT = '!';

/** Which entries of an index to read. */
export interface Wanted {
  readonly index: TableIndex;
  readonly partition: string;
  readonly filter: FilterExpression;
  readonly isAscending: boolean;
  readonly limit: number;
  /** The position where the page before ended. */
  readonly after?: string | undefined;
}

/** The files that were found. Everything from `after` to `end` was read; without `end`, everything to the end of the index. */
export interface Found {
  readonly files: readonly VisibleFile[];
  readonly end?: string | undefined;
}

/**
 * One Query without a filter. With a filter, further ones, each greater than the last, until the page is full or
 * {@link MOST_ENTRIES} were read: a page may have fewer files than asked for, or none, and still have a successor.
 */
export async function readList(
  dynamo: DynamoDBClient,
  TableName: string,
  { index, partition, filter, isAscending, limit, after }: Wanted,
): Promise<Found> {
  const query = {
    TableName,
    IndexName: index.name,
    KeyConditionExpression: `#partition = :partition AND ${isAscending ? '#sort BETWEEN :from AND :to' : '#sort < :to'}`,
    ExpressionAttributeNames: {
      '#partition': index.partition,
      '#sort': index.sort,
      ...filter.names,
    },
    ExpressionAttributeValues: toItem({
      ':partition': partition,
      ...(isAscending
        ? { ':from': after ? after + NEXT : BEFORE_THE_FIRST, ':to': AFTER_THE_LAST }
        : { ':to': after ?? AFTER_THE_LAST }),
      ...filter.values,
    }),
    ...(filter.expression && { FilterExpression: filter.expression }),
    ScanIndexForward: isAscending,
  };
  const files: VisibleFile[] = [];
  let start: Item | undefined;
  for (let read = 0, Limit = limit; read < MOST_ENTRIES && files.length < limit; Limit *= GROWTH) {
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({ ...query, Limit, ...(start && { ExclusiveStartKey: start }) }),
    );
    files.push(...Items.map(listedFileOf));
    if (!LastEvaluatedKey) return { files };
    start = LastEvaluatedKey;
    read += Limit;
  }
  return { files, end: start?.[index.sort]?.S };
}
