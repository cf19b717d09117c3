// DynamoDB: one page of a list, one Query on the index made for it.
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ListFiles, ListQuery } from '../../domain/ports.ts';
import { type IndexName, indexes } from '../../table.ts';
import { fileKey, fileOf, ownerCollection, toItem } from './dynamo-items.ts';

/** Which index lists what was asked for. */
const indexFor = ({ collection, status }: ListQuery): IndexName =>
  collection
    ? status
      ? 'collectionFilesByStatus'
      : 'collectionFiles'
    : status
      ? 'ownerFilesByStatus'
      : 'ownerFiles';

/** One Query that reads only what it returns; a page's end is the sort value of its last file. */
export const listFilesWith =
  (dynamo: DynamoDBClient, TableName: string): ListFiles =>
  async (query) => {
    const { owner, collection, status, limit, after } = query;
    const IndexName = indexFor(query);
    const { partition, sort } = indexes[IndexName];
    const partitionValue = collection ? ownerCollection(owner, collection) : owner;
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName,
        IndexName,
        KeyConditionExpression: `#partition = :partition${status ? ' AND begins_with(#sort, :status)' : ''}`,
        ExpressionAttributeNames: { '#partition': partition, ...(status && { '#sort': sort }) },
        ExpressionAttributeValues: toItem({
          ':partition': partitionValue,
          ...(status && { ':status': `${status}#` }),
        }),
        ScanIndexForward: false,
        Limit: limit,
        ...(after && {
          ExclusiveStartKey: toItem({
            ...fileKey(after.slice(after.lastIndexOf('#') + 1)),
            [partition]: partitionValue,
            [sort]: after,
          }),
        }),
      }),
    );
    return {
      files: Items.map(fileOf),
      next: LastEvaluatedKey && (unmarshall(LastEvaluatedKey)[sort] as string),
    };
  };
