// DynamoDB: grants and links of a file that is no more.
import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { PassOn } from '../domain/ports.ts';
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
import { writeTogether } from './write-together.ts';

/** Every item beside the record is moved or removed by one small transaction of its own, so a repeat goes on where the last one stopped. */
export const passOnIn =
  (client: DynamoDBClient, TableName: string): PassOn =>
  async (fileId, successor) => {
    const pages = paginateQuery(
      { client },
      {
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk > :record',
        ExpressionAttributeValues: toItem({ ':pk': fileKey(fileId).pk, ':record': 'FILE' }),
      },
    );
    for await (const { Items = [] } of pages) {
      for (const item of Items) await passOn(item, successor);
    }

    async function passOn(item: Item, to: string | undefined): Promise<void> {
      const { pk, sk } = item;
      if (!pk || !sk?.S) return;
      const gone = { Delete: { TableName, Key: { pk, sk } } };
      if (sk.S.startsWith('GRANT#')) {
        const moved = to ? [{ Put: { TableName, Item: grantItem(to, grantOf(item)) } }] : [];
        await writeTogether(client, [gone, ...moved]);
      } else if (sk.S.startsWith('LINK#')) {
        await writeTogether(client, [gone, ...linkWrites(item, to)]);
      }
    }

    function linkWrites(item: Item, to: string | undefined) {
      const link = linkOf(item);
      const Key = toItem(linkKey(link.id));
      if (!to) return [{ Delete: { TableName, Key } }];
      const removeAt = epochSeconds(link.expiresAt);
      return [
        {
          Update: {
            TableName,
            Key,
            UpdateExpression: 'SET fileId = :to',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: toItem({ ':to': to }),
          },
        },
        {
          Put: {
            TableName,
            Item: toItem({ ...fileLinkKey(to, link.id), ...link, fileId: to, removeAt }),
          },
        },
      ];
    }
  };
