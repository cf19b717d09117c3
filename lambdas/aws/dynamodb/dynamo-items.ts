// Converts records to items of the table and back: their keys and their positions in each list.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Grantee } from '../../domain/access.ts';
import type { DeletedFile, FileRecord } from '../../domain/file.ts';
import type { Link } from '../../domain/link.ts';
import type { Grant } from '../../domain/ports.ts';

/** An item in the format of the DynamoDB API. */
export type Item = Record<string, AttributeValue>;

/** Writes a plain value as an item, leaving out what is undefined. */
export const toItem = (value: object): Item => marshall(value, { removeUndefinedValues: true });

/** The keys of everything that is kept. */
export const fileKey = (id: string) => ({ pk: `FILE#${id}`, sk: 'FILE' });
export const grantKey = (fileId: string, principal: Grantee) => ({
  pk: `FILE#${fileId}`,
  sk: `GRANT#${principal}`,
});
/** Where a link is found by its token. */
export const linkKey = (linkId: string) => ({ pk: `LINK#${linkId}`, sk: 'LINK' });
/** Where a link is found by its file. */
export const fileLinkKey = (fileId: string, linkId: string) => ({
  pk: `FILE#${fileId}`,
  sk: `LINK#${linkId}`,
});
export const usageKey = (owner: string) => ({ pk: `OWNER#${owner}`, sk: 'USAGE' });

/** The partition of a list: an owner's files, in all or in one collection. */
export const ownerCollection = (owner: string, collection: string): string =>
  `${owner}#${collection}`;

/** Pending uploads are spread over 16 shards, enough for some 16,000 writes a second. */
export const pendingShards = Array.from('0123456789abcdef', (digit) => `PENDING#${digit}`);
const pendingShard = (id: string): string => `PENDING#${id.slice(0, 1)}`;

/** Epoch seconds, as DynamoDB's time to live wants them. */
export const epochSeconds = (time: string): number => Math.floor(Date.parse(time) / 1000);

/** Since when a file has the status it has. */
const since = (file: Exclude<FileRecord, DeletedFile>): string =>
  file.status === 'pending'
    ? file.createdAt
    : file.status === 'ready'
      ? file.readyAt
      : file.rejectedAt;

/** The sort value of a file in the lists by status. */
export const statusAt = (file: Exclude<FileRecord, DeletedFile>): string =>
  `${file.status}#${since(file)}#${file.id}`;

const placesOf = (file: FileRecord): object =>
  file.status === 'deleted'
    ? {}
    : {
        ofOwner: file.owner,
        ofOwnerCollection: ownerCollection(file.owner, file.collection),
        listedAt: `${file.createdAt}#${file.id}`,
        statusAt: statusAt(file),
        // A held file waits for a person; reap-uploads must not list it.
        ...(file.status === 'pending' &&
          file.scan?.state !== 'held' && { pendingShard: pendingShard(file.id) }),
      };

/** The item of a file: the record, its position in each list, and when DynamoDB deletes it. */
export const itemOf = (file: FileRecord): Item =>
  toItem({
    ...fileKey(file.id),
    ...file,
    // As a Map: the SDK takes an object with the name `constructor` for an instance of another class.
    ...(file.metadata && { metadata: new Map(Object.entries(file.metadata)) }),
    ...placesOf(file),
    ...('keptUntil' in file && { removeAt: epochSeconds(file.keptUntil) }),
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

/** The grant of an item. */
export function grantOf(item: Item): Grant {
  const { principal, grantedBy, grantedAt } = unmarshall(item);
  return { principal, grantedBy, grantedAt };
}

/** The link of an item. */
export function linkOf(item: Item): Link {
  const { id, fileId, expiresAt, maxUses, createdBy, createdAt } = unmarshall(item);
  return { id, fileId, expiresAt, maxUses, createdBy, createdAt };
}

/** The condition that a file was not deleted or replaced. */
export const stillThere = (TableName: string, fileId: string) => ({
  TableName,
  Key: toItem(fileKey(fileId)),
  ConditionExpression: 'attribute_exists(pk) AND #status <> :deleted',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: toItem({ ':deleted': 'deleted' }),
});

/** The change of an owner's counters when a file begins (`1`) or ceases (`-1`) to count. */
export const usageChange = (
  TableName: string,
  { owner, size }: Pick<FileRecord, 'owner' | 'size'>,
  sign: 1 | -1,
) => ({
  TableName,
  Key: toItem(usageKey(owner)),
  UpdateExpression: 'ADD #bytes :bytes, #files :files',
  ExpressionAttributeNames: { '#bytes': 'bytes', '#files': 'files' },
  ExpressionAttributeValues: toItem({ ':bytes': sign * size, ':files': sign }),
});
