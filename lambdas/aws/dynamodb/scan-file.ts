// DynamoDB: ends the scan of a pending file, or requests it again.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AskAgain, EndScan } from '../../domain/ports.ts';
import { applyScan, askAgain } from '../../domain/transitions.ts';
import { changeFileIn } from './change-file.ts';

/** One consistent read, and one transaction if the result changes anything. */
export const endScanIn = (dynamo: DynamoDBClient, TableName: string): EndScan => {
  const change = changeFileIn(dynamo, TableName);
  return (id, ending) => change(id, (file) => applyScan(file, ending), ending);
};

/** One write; the table's stream then emits the request for a scan. */
export const askAgainIn = (dynamo: DynamoDBClient, TableName: string): AskAgain => {
  const change = changeFileIn(dynamo, TableName);
  return async (file, at) => {
    await change(file.id, (now) => askAgain(now, at), { at, keptUntil: at }, file);
  };
};
