// Converts records to items of the table and back: their keys and their positions in each list.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Grantee } from '../../domain/access.ts';
import type { FileRecord, VisibleFile } from '../../domain/file.ts';
import type { Link } from '../../domain/link.ts';
import type { Grant } from '../../domain/ports.ts';
import type { Usage } from '../../domain/quota.ts';
import { type OutgoingVersion, usedBytes } from '../../domain/versions.ts';
import { expiryPlaceOf } from './expiry-place.ts';

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
/** Prefix of the sort key of a version that waits to be purged. */
const versionPrefix = 'VERSION#';
export const versionKey = (fileId: string, number: number) => ({
  pk: `FILE#${fileId}`,
  sk: `${versionPrefix}${number}`,
});
export const usageKey = (owner: string) => ({ pk: `OWNER#${owner}`, sk: 'USAGE' });

/** Epoch seconds, as DynamoDB's time to live requires. */
export const epochSeconds = (time: string): number => Math.floor(Date.parse(time) / 1000);

/** Where a file stands in every list of files: unique, and greater the later it was created. */
export const positionOf = ({ createdAt, id }: Pick<FileRecord, 'createdAt' | 'id'>): string =>
  `${createdAt}#${id}`;

function placesOf(file: FileRecord): object {
  if (file.status === 'deleted' || file.status === 'merged') return {};
  const position = positionOf(file);
  const ofOwner = file.owner;
  if (file.status !== 'pending') return { ofOwner, listedAt: position };
  // A held file waits for a decision of the collection's administrators, so that their list shows it.
  const isHeld = file.scan?.state === 'held';
  return { ofOwner, statusAt: position, ...(isHeld && { listedAt: position }) };
}

/**
 * The part of an update that moves a pending file into the lists of settled files. A record of release 0.1 has its
 * `listedAt` already, and two attributes that no index needs any more.
 */
export const intoLists = {
  set: 'listedAt = if_not_exists(listedAt, statusAt)',
  remove: 'statusAt, ofOwnerCollection, pendingShard',
} as const;

/** Whether the item of a settled file is not in its lists, or still in those of pending files. */
export const isMisplaced = ({ status, listedAt, statusAt, ofOwnerCollection }: Item): boolean =>
  (status?.S === 'ready' || status?.S === 'rejected') &&
  (!listedAt || statusAt !== undefined || ofOwnerCollection !== undefined);

/** The item of a file: the record, its position in each list, and when DynamoDB deletes it. */
export const itemOf = (file: FileRecord): Item =>
  toItem({
    ...fileKey(file.id),
    ...file,
    // As a Map: the SDK takes an object with the name `constructor` for an instance of another class.
    ...(file.metadata && { metadata: new Map(Object.entries(file.metadata)) }),
    ...placesOf(file),
    ...expiryPlaceOf(file),
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
    sharedWith: _expiryShard,
    sharedAt: _expiry,
    removeAt: _removal,
    // Releases before 0.3 named here the files whose grants and links still moved to this one.
    predecessors: _before,
    ...file
  } = unmarshall(item);
  return file as FileRecord;
}

/** The record of an item of a list, which holds no merged uploads. */
export const listedFileOf = (item: Item): VisibleFile => fileOf(item) as VisibleFile;

/** The grant of an item. */
export function grantOf(item: Item): Grant {
  const { principal, grantedBy, grantedAt } = unmarshall(item);
  return { principal, grantedBy, grantedAt };
}

/** The link of an item. */
export function linkOf(item: Item): Link {
  const { id, fileId, expiresAt, maxUses, sender, createdBy, createdAt } = unmarshall(item);
  return { id, fileId, expiresAt, maxUses, sender, createdBy, createdAt };
}

/** The condition that a file was not deleted or replaced. */
export const stillThere = (TableName: string, fileId: string) => ({
  TableName,
  Key: toItem(fileKey(fileId)),
  ConditionExpression: 'attribute_exists(pk) AND #status <> :deleted',
  ExpressionAttributeNames: { '#status': 'status' },
  ExpressionAttributeValues: toItem({ ':deleted': 'deleted' }),
});

/** Seconds after which a version that is not kept, and whose purge was lost, is purged again. */
const PURGE_AGAIN_SECONDS = 7 * 86_400;

/**
 * The item of a version that was replaced at `at`. purge-file deletes the bytes when the item appears without `keptUntil`,
 * and when it is removed: by that function, or by its time to live.
 */
export const outgoingItem = (version: OutgoingVersion, at: string): Item =>
  toItem({
    ...versionKey(version.fileId, version.number),
    ...version,
    removeAt:
      version.keptUntil === undefined
        ? epochSeconds(at) + PURGE_AGAIN_SECONDS
        : epochSeconds(version.keptUntil),
  });

/** The version of such an item; undefined for any other item. */
export function outgoingOf(item: Item): OutgoingVersion | undefined {
  if (!item.sk?.S?.startsWith(versionPrefix)) return undefined;
  const { fileId, number, key, keptUntil } = unmarshall(item);
  return { fileId, number, key, keptUntil };
}

/** A change of an owner's counters. */
export const usageDelta = (TableName: string, owner: string, { bytes, files }: Usage) => ({
  TableName,
  Key: toItem(usageKey(owner)),
  UpdateExpression: 'ADD #bytes :bytes, #files :files',
  ExpressionAttributeNames: { '#bytes': 'bytes', '#files': 'files' },
  ExpressionAttributeValues: toItem({ ':bytes': bytes, ':files': files }),
});

/** The change of an owner's counters when a file begins (`1`) or ceases (`-1`) to count, with the versions that it keeps. */
export const usageChange = (
  TableName: string,
  file: Pick<FileRecord, 'owner'> & Parameters<typeof usedBytes>[0],
  sign: 1 | -1,
) => usageDelta(TableName, file.owner, { bytes: sign * usedBytes(file), files: sign });
