// DynamoDB: applies a transition of the domain to the current record, to the file that it replaces, and to the quota.
import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { FileRecord, ReadyFile, Settlement } from '../../domain/file.ts';
import { replaceContent, usageDifference, usedBytes } from '../../domain/versions.ts';
import { itemOf, outgoingItem, toItem, usageDelta } from './dynamo-items.ts';
import { findFileWith } from './find-file.ts';
import { writeTogether } from './write-together.ts';

/**
 * Applies a transition to a file, which may have been read already, and retries until the record has not changed between
 * read and write; returns the record afterwards. A transition that returns its argument writes nothing.
 */
export type ChangeFile = (
  id: string,
  change: (file: FileRecord) => FileRecord,
  ending: Pick<Settlement, 'at' | 'replacedUntil'>,
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
    ending: Pick<Settlement, 'at' | 'replacedUntil'>,
  ): Promise<FileRecord | undefined> {
    if (file.status === 'pending' && changed.status === 'ready' && file.replaces) {
      const replaced = await find(file.replaces);
      if (replaced?.status === 'ready' && replaced.owner === file.owner) {
        return replace(replaced, file, changed, ending);
      }
    }
    const writes: TransactWriteItem[] = [overwrite(TableName, file, changed)];
    const difference = usageDifference(file, changed);
    if (difference.bytes !== 0 || difference.files !== 0) {
      writes.push({ Update: usageDelta(TableName, file.owner, difference) });
    }
    return (await writeTogether(dynamo, writes)) ? undefined : changed;
  }

  async function replace(
    replaced: ReadyFile,
    upload: FileRecord,
    accepted: ReadyFile,
    ending: Pick<Settlement, 'at' | 'replacedUntil'>,
  ): Promise<FileRecord | undefined> {
    const { file, merged, outgoing } = replaceContent(replaced, accepted, ending);
    const bytes = usedBytes(file) - usedBytes(replaced) - upload.size;
    const reasons = await writeTogether(dynamo, [
      overwrite(TableName, replaced, file),
      overwrite(TableName, upload, merged),
      { Update: usageDelta(TableName, upload.owner, { bytes, files: -1 }) },
      ...outgoing.map((version) => ({
        Put: { TableName, Item: outgoingItem(version, ending.at) },
      })),
    ]);
    return reasons ? undefined : merged;
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
    versions: file.status === 'ready' ? file.versions : undefined,
  };
  const conditions = [
    '#status = :status',
    '#revision = :revision',
    // A scan and the purge of a version change the record without a new status or revision.
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
        '#versions': 'versions',
      },
      ExpressionAttributeValues: toItem({
        ':status': file.status,
        ':revision': file.revision,
        ':scan': unrevised.scan,
        ':versions': unrevised.versions,
      }),
    },
  };
}
