// DynamoDB: title and caption, unless somebody else was faster.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { EditFile } from '../domain/ports.ts';
import { fileKey, fileOf, toItem } from './dynamo-items.ts';

/** One UpdateItem under the condition that the file is at the revision the edit is based on. */
export const editFileIn =
  (dynamo: DynamoDBClient, TableName: string): EditFile =>
  async (id, { revision, ...texts }) => {
    const asked = Object.entries(texts).filter(([, text]) => text !== undefined);
    const sets = asked.filter(([, text]) => text !== null);
    const removals = asked.filter(([, text]) => text === null).map(([name]) => `#${name}`);
    const names = [...asked.map(([name]) => name), 'revision', 'status'];
    try {
      const { Attributes } = await dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: toItem(fileKey(id)),
          UpdateExpression: [
            `SET ${['#revision = :next', ...sets.map(([name]) => `#${name} = :${name}`)].join(', ')}`,
            ...(removals.length > 0 ? [`REMOVE ${removals.join(', ')}`] : []),
          ].join(' '),
          ConditionExpression: '#revision = :revision AND #status <> :deleted',
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: toItem({
            ...Object.fromEntries(sets.map(([name, text]) => [`:${name}`, text])),
            ':revision': revision,
            ':next': revision + 1,
            ':deleted': 'deleted',
          }),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes ? fileOf(Attributes) : false;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
