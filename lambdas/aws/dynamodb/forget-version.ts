// DynamoDB: removes a purged version from its file, with its quota, its timer and the record of its upload.
import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseKey } from '../../domain/key.ts';
import type { ForgetVersion } from '../../domain/ports.ts';
import { remove } from '../../domain/transitions.ts';
import { dropVersion, usedBytes } from '../../domain/versions.ts';
import { overwrite } from './change-file.ts';
import { toItem, usageDelta, versionKey } from './dynamo-items.ts';
import { findFileWith } from './find-file.ts';
import { writeTogether } from './write-together.ts';

/**
 * Two reads, one transaction over the file and its owner's counters, one over the record of the upload, and the timer last. A
 * repeat does not write what is done already.
 */
export const forgetVersionWith = (dynamo: DynamoDBClient, TableName: string): ForgetVersion => {
  const find = findFileWith(dynamo, TableName);

  return async ({ fileId, number, key }, { at, keptUntil }) => {
    while (!(await releaseQuota(fileId, number)));
    const uploadId = parseKey(key)?.id ?? fileId;
    const upload = uploadId === fileId ? undefined : await find(uploadId);
    if (upload?.status === 'merged') {
      const tombstone = remove(upload, { at, keptUntil });
      // A condition that does not hold: another run of this function was here first.
      await writeTogether(dynamo, [overwrite(TableName, upload, tombstone)]);
    }
    await dynamo.send(
      new DeleteItemCommand({ TableName, Key: toItem(versionKey(fileId, number)) }),
    );
  };

  /** False when the file has changed since it was read. */
  async function releaseQuota(fileId: string, number: number): Promise<boolean> {
    const file = await find(fileId);
    // The deletion of a file releases what it counted, versions included.
    if (file?.status !== 'ready') return true;
    const changed = dropVersion(file, number);
    if (changed === file) return true;
    const bytes = usedBytes(changed) - usedBytes(file);
    const reasons = await writeTogether(dynamo, [
      overwrite(TableName, file, changed),
      { Update: usageDelta(TableName, file.owner, { bytes, files: 0 }) },
    ]);
    return reasons === undefined;
  }
};
