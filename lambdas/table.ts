// The table's keys and indexes: one place for the stack that creates them and the adapter that uses them.

/** Names of the table's own key. */
export const tableKey = { partition: 'pk', sort: 'sk' } as const;

/** Attribute by which DynamoDB removes items by itself, epoch seconds. */
export const timeToLiveAttribute = 'removeAt';

/** A secondary index: its name in DynamoDB, and the attributes of its key. An item without both is not in it. */
export interface TableIndex {
  readonly name: string;
  readonly partition: string;
  readonly sort: string;
}

/**
 * The secondary indexes. A pending file is in one of them and a settled file in two, so that an upload costs nine write
 * units, or eight in a table without `collectionFiles`; `listedAt` and, while a file is pending, `statusAt` are `<createdAt>#<id>`.
 * See docs/decisions/0026-lists.md.
 */
export const indexes = {
  /** An owner's settled files. */
  ownerFiles: { name: 'ownerFiles', partition: 'ofOwner', sort: 'listedAt' },
  /** An owner's pending files. Release 0.1 created it, for files of every status; a new name would be a new index. */
  pendingFiles: { name: 'ownerFilesByStatus', partition: 'ofOwner', sort: 'statusAt' },
  /** A collection's settled files, and those that wait for a person. Only where a caller can list a collection: `lib/table-indexes.ts`. */
  collectionFiles: { name: 'filesByCollection', partition: 'collection', sort: 'listedAt' },
  /** What was shared with one user or group, and in shards of its own, by their end, the files that are kept for a limited time. */
  sharedFiles: { name: 'sharedFiles', partition: 'sharedWith', sort: 'sharedAt' },
} as const satisfies Readonly<Record<string, TableIndex>>;

/** An index of the table. */
export type IndexName = keyof typeof indexes;

/** Sort key of an owner's last refusal for lack of quota. */
export const quotaRefusalKind = 'QUOTA_EXCEEDED';
