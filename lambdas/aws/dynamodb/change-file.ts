// DynamoDB: applies a transition of the domain to the current record, with the replaced file and the quota.
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { countsAsUsed, type FileRecord, type Settlement } from '../../domain/file.ts';
import { remove, takeOver } from '../../domain/transitions.ts';
import { itemOf, toItem, usageChange } from './dynamo-items.ts';
import { findFileWith } from './find-file.ts';
import { writeTogether } from './write-together.ts';

/**
 * Applies a transition to a file, which may have been read already, and retries until the record has not changed between
 * read and write; returns the record afterwards. A transition that returns its argument writes nothing.
 */
export type ChangeFile = (
  id: string,
  change: (file: FileRecord) => FileRecord,
  ending: Pick<Settlement, 'at' | 'keptUntil'>,
  known?: FileRecord,
) => Promise<FileRecord | undefined>;

/** One consistent read if the file is not known, and one TransactWriteItems. */
export const changeFileWith = (dynamo: DynamoDBClient, TableName: string): ChangeFile => {
  const find = findFileWith(dynamo, TableName);

  return async (id, change, ending, known) => {
    for (let file = known ?? (await find(id)); file; file = await find(id)) {
      const changed = change(file);
      const written = changed === file ? file : await writeAll(file, changed, ending);
      if (written) return written;
    }
    return undefined;
  };

  /** Returns what was written; undefined when one of the records has changed since it was read. */
  async function writeAll(
    file: FileRecord,
    changed: FileRecord,
    ending: Pick<Settlement, 'at' | 'keptUntil'>,
  ): Promise<FileRecord | undefined> {
    const replaces =
      file.status === 'pending' && changed.status === 'ready' ? file.replaces : undefined;
    const old = replaces ? await find(replaces) : undefined;
    if (changed.status === 'ready' && old?.status === 'ready' && old.owner === file.owner) {
      const successor = takeOver(changed, old);
      const reasons = await writeTogether(dynamo, [
        overwrite(TableName, file, successor),
        overwrite(TableName, old, remove(old, { ...ending, replacedBy: file.id })),
        { Update: usageChange(TableName, old, -1) },
      ]);
      return reasons ? undefined : successor;
    }
    const writes: TransactWriteItem[] = [overwrite(TableName, file, changed)];
    if (countsAsUsed(file) && !countsAsUsed(changed)) {
      writes.push({ Update: usageChange(TableName, file, -1) });
    }
    return (await writeTogether(dynamo, writes)) ? undefined : changed;
  }
};

/** Overwrites the record that was read, if it has not changed since. */
export function overwrite(
  TableName: string,
  file: FileRecord,
  record: FileRecord,
): TransactWriteItem {
  const unrevised = {
    scan: file.status === 'pending' ? file.scan : undefined,
    predecessors: file.status === 'ready' ? file.predecessors : undefined,
  };
  const conditions = [
    '#status = :status',
    '#revision = :revision',
    // A scan and the transfer of grants change the record without a new status or revision.
    ...Object.entries(unrevised).map(([name, value]) =>
      value ? `#${name} = :${name}` : `attribute_not_exists(#${name})`,
    ),
  ];
  return {
    Put: {
      TableName,
      Item: itemOf(record),
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: {
        '#status': 'status',
        '#revision': 'revision',
        '#scan': 'scan',
        '#predecessors': 'predecessors',
      },
      ExpressionAttributeValues: toItem({
        ':status': file.status,
        ':revision': file.revision,
        ':scan': unrevised.scan,
        ':predecessors': unrevised.predecessors,
      }),
    },
  };
}
