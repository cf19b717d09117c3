// DynamoDB: a transition of the domain applied to a record as it stands, with all that follows from it.
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { countsAsUsed, type FileRecord, remove, type Settlement } from '../domain/file.ts';
import { itemOf, toItem, usageChange } from './dynamo-items.ts';
import { findFileIn } from './find-file.ts';
import { writeTogether } from './write-together.ts';

/**
 * Applies a transition to a file, which may have been read already, until it is written over exactly what it was
 * applied to; gives the record as it then stands. A transition that gives back what it got writes nothing.
 */
export type ChangeFile = (
  id: string,
  change: (file: FileRecord) => FileRecord,
  ending: Pick<Settlement, 'at' | 'keptUntil'>,
  known?: FileRecord,
) => Promise<FileRecord | undefined>;

/** One consistent read if the file is not known, and one TransactWriteItems. */
export const changeFileIn = (dynamo: DynamoDBClient, TableName: string): ChangeFile => {
  const find = findFileIn(dynamo, TableName);

  return async (id, change, ending, known) => {
    for (let file = known ?? (await find(id)); file; file = await find(id)) {
      const changed = change(file);
      if (changed === file || (await writeAll(file, changed, ending))) return changed;
    }
    return undefined;
  };

  /** False when one of the records has changed since it was read. */
  async function writeAll(
    file: FileRecord,
    changed: FileRecord,
    { at, keptUntil }: Pick<Settlement, 'at' | 'keptUntil'>,
  ): Promise<boolean> {
    const writes: TransactWriteItem[] = [overwrite(TableName, file, changed)];
    if (countsAsUsed(file) && !countsAsUsed(changed)) {
      writes.push({ Update: usageChange(TableName, file, -1) });
    }
    const replaced =
      file.status === 'pending' && changed.status === 'ready' ? file.replaces : undefined;
    const old = replaced ? await find(replaced) : undefined;
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
export function overwrite(
  TableName: string,
  file: FileRecord,
  record: FileRecord,
): TransactWriteItem {
  // A scan goes on without a change of status or revision.
  const scan = file.status === 'pending' ? file.scan : undefined;
  const isSameScan = scan ? '#scan = :scan' : 'attribute_not_exists(#scan)';
  return {
    Put: {
      TableName,
      Item: itemOf(record),
      ConditionExpression: `#status = :status AND #revision = :revision AND ${isSameScan}`,
      ExpressionAttributeNames: { '#status': 'status', '#revision': 'revision', '#scan': 'scan' },
      ExpressionAttributeValues: toItem({
        ':status': file.status,
        ':revision': file.revision,
        ':scan': scan,
      }),
    },
  };
}
