// DynamoDB: one page of the items of one kind in one partition.
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Item, toItem } from './dynamo-items.ts';

/** One Query; `next` is the sort key where the page ended. */
export async function queryPage(
  dynamo: DynamoDBClient,
  TableName: string,
  {
    pk,
    prefix,
    limit,
    after,
  }: { pk: string; prefix: string; limit: number; after?: string | undefined },
): Promise<{ items: readonly Item[]; next?: string | undefined }> {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: toItem({ ':pk': pk, ':prefix': prefix }),
      Limit: limit,
      ...(after && { ExclusiveStartKey: toItem({ pk, sk: after }) }),
    }),
  );
  return { items: Items, next: LastEvaluatedKey && (unmarshall(LastEvaluatedKey).sk as string) };
}
