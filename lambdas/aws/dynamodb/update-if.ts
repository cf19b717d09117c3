// DynamoDB: one update under a condition, whose failure is an answer and not an error.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './dynamo-items.ts';

/** The result of a conditional update. */
export interface ConditionalUpdate {
  /** Whether the condition held, so that the item was written. */
  readonly isWritten: boolean;
  /** What `ReturnValues`, or `ReturnValuesOnConditionCheckFailure`, asked for. */
  readonly item: Item | undefined;
}

/** One UpdateItem. Throws every error but a failed condition. */
export async function updateIf(
  dynamo: DynamoDBClient,
  input: UpdateItemCommandInput & { readonly ConditionExpression: string },
): Promise<ConditionalUpdate> {
  try {
    const { Attributes } = await dynamo.send(new UpdateItemCommand(input));
    return { isWritten: true, item: Attributes };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { isWritten: false, item: error.Item };
  }
}
