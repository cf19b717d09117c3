// DynamoDB: records a refusal for lack of quota, which the table's stream then reports.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { QUOTA_EVENT_SECONDS, type QuotaRefusal } from '../../domain/quota-refusal.ts';
import type { RecordQuotaRefusal } from '../../domain/relay-ports.ts';
import { secondsAfter } from '../../domain/time.ts';
import { quotaRefusalKind } from '../../table.ts';
import { epochSeconds, type Item, toItem } from './dynamo-items.ts';

/** How long the record of a refusal is kept, in seconds: the stream has it from the first moment on. */
const KEPT_SECONDS = 24 * 3600;

/** One PutItem, only if the owner's last refusal is older than `QUOTA_EVENT_SECONDS`: so their events are bounded. */
export const recordQuotaRefusalWith =
  (dynamo: DynamoDBClient, TableName: string): RecordQuotaRefusal =>
  async (refusal) => {
    const at = new Date(refusal.at);
    try {
      await dynamo.send(
        new PutItemCommand({
          TableName,
          Item: toItem({
            pk: `OWNER#${refusal.owner}`,
            sk: quotaRefusalKind,
            ...refusal,
            removeAt: epochSeconds(refusal.at) + KEPT_SECONDS,
          }),
          ConditionExpression: 'attribute_not_exists(pk) OR #at <= :before',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: toItem({ ':before': secondsAfter(at, -QUOTA_EVENT_SECONDS) }),
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

/** The refusal of an item; undefined for every other item. */
export function refusalOf(item: Item): QuotaRefusal | undefined {
  if (item.sk?.S !== quotaRefusalKind) return undefined;
  const { owner, collection, resource, used, limit, needed, at } = unmarshall(item);
  return { owner, collection, resource, used, limit, needed, at };
}
