// The ports of deleting what is stored of an owner besides files; all others are in ports.ts.
import type { Grantee } from './access.ts';

/** Removes grants to a grantee, at most `limit`, on files of every owner; returns how many. */
export type RemoveGrantsTo = (grantee: Grantee, limit: number) => Promise<number>;

/** Removes the counters of an owner who keeps nothing; those of any other owner stay. */
export type RemoveUsage = (owner: string) => Promise<void>;
