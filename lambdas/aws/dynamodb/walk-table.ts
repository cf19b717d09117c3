// DynamoDB: scans the whole table, a page at a time.
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Walk, WalkFiles, WalkUsages } from '../../domain/ports.ts';
import { sharingCountKind } from './count-sharing.ts';
import { fileOf, type Item, isMisplaced, toItem } from './dynamo-items.ts';

/** One Scan of up to a megabyte; the position is the last key, and a page may well be empty. */
async function scan(
  dynamo: DynamoDBClient,
  TableName: string,
  FilterExpression: string,
  values: Readonly<Record<string, string>>,
  from: string | undefined,
): Promise<Walk<Item>> {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new ScanCommand({
      TableName,
      ConsistentRead: true,
      FilterExpression,
      ExpressionAttributeValues: toItem(values),
      ...(from && { ExclusiveStartKey: toItem(JSON.parse(from)) }),
    }),
  );
  return {
    items: Items,
    next: LastEvaluatedKey && JSON.stringify(unmarshall(LastEvaluatedKey)),
  };
}

const filesAndTheirSharing =
  'sk = :file OR (begins_with(pk, :ofFile) AND (begins_with(sk, :grant) OR begins_with(sk, :link) OR sk = :count))';
const kinds = {
  ':file': 'FILE',
  ':ofFile': 'FILE#',
  ':grant': 'GRANT#',
  ':link': 'LINK#',
  ':count': sharingCountKind,
};

/** Scans for records of files, and for the grants and links beside them. */
export const walkFilesWith =
  (dynamo: DynamoDBClient, TableName: string): WalkFiles =>
  async (from) => {
    const { items, next } = await scan(dynamo, TableName, filesAndTheirSharing, kinds, from);
    const isFile = ({ sk }: Item) => sk?.S === 'FILE';
    const beside = items.filter((item) => !isFile(item));
    return {
      items: items.filter(isFile).map(fileOf),
      misplacedIds: items.filter(isMisplaced).map((item) => fileOf(item).id),
      sharedIds: [...new Set(beside.map(({ pk }) => pk?.S?.slice('FILE#'.length) ?? ''))],
      next,
    };
  };

/** Scans for counters. */
export const walkUsagesWith =
  (dynamo: DynamoDBClient, TableName: string): WalkUsages =>
  async (from) => {
    const { items, next } = await scan(
      dynamo,
      TableName,
      'sk = :usage',
      { ':usage': 'USAGE' },
      from,
    );
    return {
      items: items.map((item) => {
        const { pk, bytes, files } = unmarshall(item);
        return { owner: (pk as string).slice('OWNER#'.length), bytes, files };
      }),
      next,
    };
  };
