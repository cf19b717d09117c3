// DynamoDB: the writes by which one grant or link leaves a file that is no more.
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import {
  epochSeconds,
  fileKey,
  fileLinkKey,
  grantOf,
  type Item,
  linkKey,
  linkOf,
  toItem,
} from './dynamo-items.ts';
import { grantItem } from './grants.ts';

/** Removes a grant or link that still lies beside its file. */
export const letGo = (TableName: string, item: Item): TransactWriteItem[] => [
  removal(TableName, item),
  ...(isLink(item) ? [{ Delete: { TableName, Key: toItem(linkKey(linkOf(item).id)) } }] : []),
];

/**
 * Moves a grant or link to another file. First condition: it still lies beside its old one; second: the other file is
 * still ready; third, for a link: its token is still known.
 */
export const handOver = (TableName: string, item: Item, heir: string): TransactWriteItem[] => [
  removal(TableName, item),
  {
    ConditionCheck: {
      TableName,
      Key: toItem(fileKey(heir)),
      ConditionExpression: '#status = :ready',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':ready': 'ready' }),
    },
  },
  ...(isLink(item)
    ? linkTo(TableName, item, heir)
    : [{ Put: { TableName, Item: grantItem(heir, grantOf(item)) } }]),
];

const isLink = ({ sk }: Item): boolean => sk?.S?.startsWith('LINK#') ?? false;

const removal = (TableName: string, { pk, sk }: Item): TransactWriteItem => ({
  Delete: {
    TableName,
    Key: { ...(pk && { pk }), ...(sk && { sk }) },
    ConditionExpression: 'attribute_exists(pk)',
  },
});

function linkTo(TableName: string, item: Item, heir: string): TransactWriteItem[] {
  const link = { ...linkOf(item), fileId: heir };
  const removeAt = epochSeconds(link.expiresAt);
  return [
    {
      Update: {
        TableName,
        Key: toItem(linkKey(link.id)),
        UpdateExpression: 'SET fileId = :heir',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: toItem({ ':heir': heir }),
      },
    },
    { Put: { TableName, Item: toItem({ ...fileLinkKey(heir, link.id), ...link, removeAt }) } },
  ];
}
