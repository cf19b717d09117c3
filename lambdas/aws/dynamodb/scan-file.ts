// DynamoDB: the scan of a pending file ends, or is asked for once more.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AskAgain, EndScan } from '../../domain/ports.ts';
import { applyScan, askAgain } from '../../domain/transitions.ts';
import { changeFileIn } from './change-file.ts';

/** One consistent read, and one transaction if the result changes anything. */
export const endScanIn = (dynamo: DynamoDBClient, TableName: string): EndScan => {
  const change = changeFileIn(dynamo, TableName);
  return (id, ending) => change(id, (file) => applyScan(file, ending), ending);
};

/** The table's stream tells of it, so that asking is one write. */
export const askAgainIn = (dynamo: DynamoDBClient, TableName: string): AskAgain => {
  const change = changeFileIn(dynamo, TableName);
  return async (file, at) => {
    await change(file.id, (now) => askAgain(now, at), { at, keptUntil: at }, file);
  };
};
