// Writes ready files directly into the table, for tests of long lists.
import { BatchWriteItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { itemOf, usageChange } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import type { FileRecord } from '../../lambdas/domain/file.ts';
import { settle } from '../../lambdas/domain/transitions.ts';
import { pendingFile, settlement } from '../aws/records.ts';
import { stage } from './visit.ts';

/** The most items of one BatchWriteItem. */
const BATCH_ITEMS = 25;

/** A ready file of `owner` that was created this many seconds ago. */
export const seededFile = (owner: string, filename: string, secondsAgo: number): FileRecord =>
  settle(
    pendingFile({
      owner,
      filename,
      createdAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
    }),
    settlement('v1', 'accepted'),
  );

/** A ready spreadsheet of `owner`, which no browser shows, that was created this many seconds ago. */
export function seededTable(owner: string, filename: string, secondsAgo: number): FileRecord {
  const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const createdAt = new Date(Date.now() - secondsAgo * 1000).toISOString();
  const accepted = settlement('v1', 'accepted');
  const verdict = { ...accepted.verdict, declaredType: contentType, detectedType: contentType };
  return settle(pendingFile({ owner, filename, collection: 'documents', contentType, createdAt }), {
    ...accepted,
    verdict,
  });
}

/** Writes the files and counts them in the owner's quota. Their objects do not exist. */
export async function seedFiles(files: readonly FileRecord[]): Promise<void> {
  if (!stage) throw new Error('The local cloud is not running.');
  const { dynamodb: endpoint, table, credentials } = stage;
  const dynamo = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const batches = Array.from({ length: Math.ceil(files.length / BATCH_ITEMS) }, (_, index) =>
    files.slice(index * BATCH_ITEMS, (index + 1) * BATCH_ITEMS),
  );
  for (const batch of batches) {
    const RequestItems = { [table]: batch.map((file) => ({ PutRequest: { Item: itemOf(file) } })) };
    await dynamo.send(new BatchWriteItemCommand({ RequestItems }));
  }
  const owners = Map.groupBy(files, ({ owner }) => owner);
  for (const [owner, own] of owners) {
    const size = own.reduce((sum, file) => sum + file.size, 0);
    const change = usageChange(table, { owner, size }, 1);
    const values = { ...change.ExpressionAttributeValues, ':files': { N: String(own.length) } };
    await dynamo.send(new UpdateItemCommand({ ...change, ExpressionAttributeValues: values }));
  }
}
