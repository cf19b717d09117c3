// How a record lies in the table: its key, its place in each list, and back.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { DeletedFile, FileRecord, PendingFile } from '../domain/file.ts';

/** An item as DynamoDB takes and gives it. */
export type Item = Record<string, AttributeValue>;

/** Writes a plain value as an item, leaving out what is undefined. */
export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });

/** The key of a file's record. */
export const fileKey = (id: string) => ({ pk: `FILE#${id}`, sk: 'FILE' });

/** The sort values of the lists: newest first is descending order of these. */
export const listedAt = (createdAt: string, id: string): string => `${createdAt}#${id}`;
export const statusAt = (status: FileRecord['status'], since: string, id: string): string =>
  `${status}#${since}#${id}`;

/** The partition of a list: an owner's files, in all or in one collection. */
export const ownerCollection = (owner: string, collection: string): string =>
  `${owner}#${collection}`;

// 16 shards carry some 16,000 pending writes a second before a partition is hot.
const pendingShard = (id: string): string => `PENDING#${id.slice(0, 1)}`;

/** The item of a new file: the record and its place in each list. */
export const itemOf = (file: PendingFile): Item =>
  toItem({
    ...fileKey(file.id),
    ...file,
    ofOwner: file.owner,
    ofOwnerCollection: ownerCollection(file.owner, file.collection),
    listedAt: listedAt(file.createdAt, file.id),
    statusAt: statusAt('pending', file.createdAt, file.id),
    pendingShard: pendingShard(file.id),
  });

/** How long a tombstone stays: well beyond the life of any form or part link that names its key. */
const TOMBSTONE_SECONDS = 60 * 24 * 3600;

/** The item of a tombstone: in no list, and gone by itself one day. */
export const tombstoneOf = (file: DeletedFile): Item =>
  toItem({
    ...fileKey(file.id),
    ...file,
    removeAt: Math.floor(Date.parse(file.deletedAt) / 1000) + TOMBSTONE_SECONDS,
  });

/** The record of an item. */
export function fileOf(item: Item): FileRecord {
  const {
    pk: _pk,
    sk: _sk,
    ofOwner: _owner,
    ofOwnerCollection: _collection,
    listedAt: _listed,
    statusAt: _status,
    pendingShard: _shard,
    removeAt: _removal,
    ...file
  } = unmarshall(item);
  return file as FileRecord;
}
