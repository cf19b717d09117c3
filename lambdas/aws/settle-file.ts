// DynamoDB: a pending file becomes ready or rejected, once.
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type FileRecord,
  maySettle,
  type PendingFile,
  remove,
  type Settlement,
  settle,
  settledFields,
} from '../domain/file.ts';
import type { SettleFile } from '../domain/ports.ts';
import { fileKey, fileOf, itemOf, toItem, usageChange } from './dynamo-items.ts';
import { findFileIn } from './find-file.ts';
import { writeTogether } from './write-together.ts';

/**
 * The usual case, an accepted file that replaces nothing, is one UpdateItem under the condition of `maySettle`; when it
 * fails, DynamoDB hands back the record as it stands. A refusal releases quota and a replacement ends another file:
 * those read the record and are transactions.
 */
export const settleFileIn = (dynamo: DynamoDBClient, TableName: string): SettleFile => {
  const find = findFileIn(dynamo, TableName);

  return async (id, settlement) => {
    let file = await (settlement.verdict.outcome === 'accepted'
      ? accept(id, settlement)
      : find(id));
    while (file && maySettle(file, settlement) && file.status === 'pending') {
      const settled = settle(file, settlement);
      if (await writeAll(file, settled, settlement)) return settled;
      file = await find(id);
    }
    return file;
  };

  async function accept(id: string, settlement: Settlement): Promise<FileRecord | undefined> {
    const { at, verdict } = settlement;
    const changes = { ...settledFields(settlement), statusAt: `ready#${at}#${id}` };
    const names = Object.keys(changes);
    try {
      const { Attributes } = await dynamo.send(
        new UpdateItemCommand({
          TableName,
          Key: toItem(fileKey(id)),
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')} REMOVE expiresAt, multipart, pendingShard`,
          ConditionExpression:
            '#status = :pending AND #size = :size AND attribute_not_exists(replaces)',
          ExpressionAttributeNames: Object.fromEntries(
            [...names, 'size'].map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: toItem({
            ...Object.fromEntries(
              Object.entries(changes).map(([name, value]) => [`:${name}`, value]),
            ),
            ':pending': 'pending',
            ':size': verdict.size,
          }),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return Attributes && fileOf(Attributes);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item && fileOf(error.Item);
    }
  }

  /** Writes a settlement and what follows from it; false when one of the records has changed since it was read. */
  async function writeAll(
    file: PendingFile,
    settled: FileRecord,
    { at, keptUntil }: Settlement,
  ): Promise<boolean> {
    const writes: TransactWriteItem[] = [overwrite(TableName, file, settled)];
    if (settled.status === 'rejected') writes.push({ Update: usageChange(TableName, file, -1) });
    const old = settled.status === 'ready' && file.replaces ? await find(file.replaces) : undefined;
    if (old?.status === 'ready' && old.owner === file.owner) {
      const tombstone = remove(old, { at, keptUntil, replacedBy: file.id });
      writes.push(overwrite(TableName, old, tombstone), {
        Update: usageChange(TableName, old, -1),
      });
    }
    return (await writeTogether(dynamo, writes)) === undefined;
  }
};

/** Puts a record over the one that was read, if nothing has changed it since. */
export const overwrite = (
  TableName: string,
  { status, revision }: FileRecord,
  record: FileRecord,
): TransactWriteItem => ({
  Put: {
    TableName,
    Item: itemOf(record),
    ConditionExpression: '#status = :status AND #revision = :revision',
    ExpressionAttributeNames: { '#status': 'status', '#revision': 'revision' },
    ExpressionAttributeValues: toItem({ ':status': status, ':revision': revision }),
  },
});
