// The table's keys and indexes: one place for the stack that creates them and the adapter that uses them.

/** Names of the table's own key. */
export const tableKey = { partition: 'pk', sort: 'sk' } as const;

/** Attribute by which DynamoDB removes items by itself, epoch seconds. */
export const timeToLiveAttribute = 'removeAt';

/**
 * The secondary indexes. The four lists differ only in what they are a list of; each is sorted by `listedAt`
 * (`<createdAt>#<id>`), so a page of any of them is one Query that reads only what it returns.
 */
export const indexes = {
  /** An owner's files. */
  ownerFiles: { partition: 'ofOwner', sort: 'listedAt' },
  /** An owner's files in one collection. */
  collectionFiles: { partition: 'ofOwnerCollection', sort: 'listedAt' },
  /** An owner's files with one status. */
  statusFiles: { partition: 'ofOwnerStatus', sort: 'listedAt' },
  /** An owner's files in one collection with one status. */
  collectionStatusFiles: { partition: 'ofOwnerCollectionStatus', sort: 'listedAt' },
  /** Pending uploads by expiry, sparse; spread over shards so that no partition is hot. */
  pendingByExpiry: { partition: 'pendingShard', sort: 'expiresAt' },
} as const;

/** An index of the table. */
export type IndexName = keyof typeof indexes;
