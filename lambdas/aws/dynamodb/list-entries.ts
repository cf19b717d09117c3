// DynamoDB: reads the entries of a whole list, for an order that no index has.
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { ListEntry } from '../../domain/file-order.ts';
import type { ListEntries } from '../../domain/list-ports.ts';
import { type Item, toItem } from './dynamo-items.ts';
import { indexesFor } from './list-files.ts';
import { filterOf } from './list-filter.ts';
import { AFTER_THE_LAST } from './read-list.ts';

/**
 * Queries of each index that may hold what was asked for, one after another. A Query reads up to 1 MB, which is about a thousand
 * entries: it reads whole records, and returns three attributes of each. As in a list by time, the pending files are read before
 * the settled ones, so that a file that is settled in between is not missed.
 */
export const listEntriesWith =
  (dynamo: DynamoDBClient, TableName: string): ListEntries =>
  async ({ most, ...query }) => {
    const entries = new Map<string, ListEntry>();
    const { expression, names, values } = filterOf(query);
    let left = most;
    for (const index of indexesFor(query)) {
      let start: Item | undefined;
      do {
        const {
          Items = [],
          ScannedCount = 0,
          LastEvaluatedKey,
        } = await dynamo.send(
          new QueryCommand({
            TableName,
            IndexName: index.name,
            KeyConditionExpression: '#partition = :partition AND #sort < :end',
            ProjectionExpression: '#id, #filename, #size',
            ...(expression && { FilterExpression: expression }),
            ExpressionAttributeNames: {
              '#partition': index.partition,
              '#sort': index.sort,
              ...names,
              '#id': 'id',
              '#filename': 'filename',
              '#size': 'size',
            },
            ExpressionAttributeValues: toItem({
              ':partition': query.owner ?? query.collection,
              ':end': AFTER_THE_LAST,
              ...values,
            }),
            // One more than may be read shows that there are more.
            Limit: left + 1,
            ...(start && { ExclusiveStartKey: start }),
          }),
        );
        // Without a filter the items are counted: engines differ in whether ScannedCount has the entry before which 1 MB ended.
        left -= expression ? ScannedCount : Items.length;
        if (left < 0) return undefined;
        for (const entry of Items.map(entryOf)) entries.set(entry.id, entry);
        start = LastEvaluatedKey;
      } while (start);
    }
    return [...entries.values()];
  };

const entryOf = ({ id, filename, size }: Item): ListEntry => ({
  id: id?.S ?? '',
  filename: filename?.S ?? '',
  size: Number(size?.N),
});
