// Adds conflicts of overlapping transactions, which DynamoDB refuses, to an engine that runs one transaction after the other.
import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { cancelled } from '../../test/aws/cancelled.ts';

/** How long a transaction holds its items at least; assumed, AWS names no figure. */
const holdMs = 5;

/**
 * Makes the client answer TransactionConflict, before it does any work, to a transaction over an item that another one of the
 * same client is writing (DynamoDB developer guide, "Transaction conflict handling in DynamoDB").
 * Returns a counter of those that were answered so.
 */
export function refuseOverlaps(dynamo: DynamoDBClient): () => number {
  const held = new Set<string>();
  let conflicts = 0;
  dynamo.middlewareStack.add(
    (next) => async (args) => {
      const items = 'TransactItems' in args.input ? (args.input.TransactItems ?? []) : [];
      const keys = items.map(keyOf);
      if (keys.some((key) => held.has(key))) {
        conflicts += 1;
        throw cancelled(...keys.map((key) => (held.has(key) ? 'TransactionConflict' : 'None')));
      }
      for (const key of keys) held.add(key);
      try {
        const [answer] = await Promise.all([next(args), delay(keys.length > 0 ? holdMs : 0)]);
        return answer;
      } finally {
        for (const key of keys) held.delete(key);
      }
    },
    { step: 'initialize', name: 'benchOverlaps' },
  );
  return () => conflicts;
}

const keyOf = ({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): string => {
  const { pk, sk } = Put?.Item ?? (Update ?? Delete ?? ConditionCheck)?.Key ?? {};
  return `${pk?.S} ${sk?.S}`;
};
