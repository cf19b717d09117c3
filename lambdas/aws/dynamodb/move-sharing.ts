// DynamoDB: the writes that delete one grant or link of a deleted file, or move it to the file's successor.
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { sharingCountKind } from './count-sharing.ts';
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

/** The writes that delete a grant or link. First condition: the item still belongs to its file. */
export const deleteSharing = (TableName: string, item: Item): TransactWriteItem[] => [
  removal(TableName, item),
  ...(isLink(item) ? [{ Delete: { TableName, Key: toItem(linkKey(linkOf(item).id)) } }] : []),
];

/**
 * The writes that move a grant or link to another file. First condition: the item still belongs to its old file; second:
 * the other file is ready; third, for a link: the item of its token exists.
 */
export const moveSharing = (
  TableName: string,
  item: Item,
  successor: string,
): TransactWriteItem[] => [
  removal(TableName, item),
  {
    ConditionCheck: {
      TableName,
      Key: toItem(fileKey(successor)),
      ConditionExpression: '#status = :ready',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({ ':ready': 'ready' }),
    },
  },
  ...(isLink(item)
    ? linkTo(TableName, item, successor)
    : isCount(item)
      ? []
      : [{ Put: { TableName, Item: grantItem(successor, grantOf(item)) } }]),
];

const isLink = ({ sk }: Item): boolean => sk?.S?.startsWith('LINK#') ?? false;

/** The count of grants and links belongs to one file and does not move. */
const isCount = ({ sk }: Item): boolean => sk?.S === sharingCountKind;

const removal = (TableName: string, { pk, sk }: Item): TransactWriteItem => ({
  Delete: {
    TableName,
    Key: { ...(pk && { pk }), ...(sk && { sk }) },
    ConditionExpression: 'attribute_exists(pk)',
  },
});

function linkTo(TableName: string, item: Item, successor: string): TransactWriteItem[] {
  const link = { ...linkOf(item), fileId: successor };
  const removeAt = epochSeconds(link.expiresAt);
  return [
    {
      Update: {
        TableName,
        Key: toItem(linkKey(link.id)),
        UpdateExpression: 'SET fileId = :successor',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: toItem({ ':successor': successor }),
      },
    },
    { Put: { TableName, Item: toItem({ ...fileLinkKey(successor, link.id), ...link, removeAt }) } },
  ];
}
