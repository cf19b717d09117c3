// DynamoDB: the position of a file that is kept for a limited time, in the order of the ends. It is in the index of shared files,
// beside all grantees.
import type { FileRecord } from '../../domain/file.ts';

const shardOf = (digit: string): string => `expiry:${digit}`;

/** Every shard, one for each first hexadecimal digit of an id: no grantee (`user:`, `group:`) has such a name. */
export const expiryShards: readonly string[] = Array.from('0123456789abcdef', shardOf);

/** The place, by the attributes of the index `sharedFiles`; empty for a file without an end, or one that ended. */
export const expiryPlaceOf = ({
  id,
  status,
  retainUntil,
}: Pick<FileRecord, 'id' | 'status' | 'retainUntil'>): object =>
  retainUntil !== undefined && (status === 'pending' || status === 'ready')
    ? { sharedWith: shardOf(id.charAt(0)), sharedAt: `${retainUntil}#${id}` }
    : {};
