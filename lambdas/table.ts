// The table's keys and indexes: one place for the stack that creates them and the adapter that uses them.

/** Names of the table's own key. */
export const tableKey = { partition: 'pk', sort: 'sk' } as const;

/** Attribute by which DynamoDB removes items by itself, epoch seconds. */
export const timeToLiveAttribute = 'removeAt';

/**
 * The secondary indexes, so that a page of any list is one Query that reads only what it returns.
 * `listedAt` is `<createdAt>#<id>`; `statusAt` is `<status>#<since>#<id>`, the moment the file got that status,
 * which a settlement can write without first reading the record.
 */
export const indexes = {
  /** An owner's files, newest first. */
  ownerFiles: { partition: 'ofOwner', sort: 'listedAt' },
  /** An owner's files in one collection. */
  collectionFiles: { partition: 'ofOwnerCollection', sort: 'listedAt' },
  /** An owner's files with one status. */
  ownerFilesByStatus: { partition: 'ofOwner', sort: 'statusAt' },
  /** An owner's files in one collection with one status. */
  collectionFilesByStatus: { partition: 'ofOwnerCollection', sort: 'statusAt' },
  /** What was shared with one user or group, latest first. */
  sharedFiles: { partition: 'sharedWith', sort: 'sharedAt' },
  /** Pending uploads by expiry, sparse; spread over shards so that no partition is hot. */
  pendingByExpiry: { partition: 'pendingShard', sort: 'expiresAt' },
} as const;

/** An index of the table. */
export type IndexName = keyof typeof indexes;
