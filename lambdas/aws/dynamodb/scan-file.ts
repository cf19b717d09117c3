// DynamoDB: ends the scan of a pending file, or requests it again.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AskAgain, EndScan } from '../../domain/ports.ts';
import { applyScan, askAgain } from '../../domain/transitions.ts';
import { changeFileWith } from './change-file.ts';

/** One consistent read, and one transaction if the result changes anything. */
export const endScanWith = (dynamo: DynamoDBClient, TableName: string): EndScan => {
  const change = changeFileWith(dynamo, TableName);
  return (id, ending) => change(id, (file) => applyScan(file, ending), ending);
};

/** One write; the table's stream then emits the request for a scan. */
export const askAgainWith = (dynamo: DynamoDBClient, TableName: string): AskAgain => {
  const change = changeFileWith(dynamo, TableName);
  return async (file, at) => {
    await change(file.id, (now) => askAgain(now, at), { at }, file);
  };
};
