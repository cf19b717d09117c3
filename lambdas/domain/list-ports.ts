// The ports of lists of files; all others are in ports.ts.
import type { Grantee } from './access.ts';
import type { FileRecord } from './file.ts';

/** Which files to list: an owner's, newest first. */
export interface ListQuery {
  readonly owner: string;
  readonly collection?: string | undefined;
  readonly status?: FileRecord['status'] | undefined;
  readonly limit: number;
  /** Where the previous page ended. */
  readonly after?: string | undefined;
}

/** One page of what was shared with one grantee, latest first, without deleted files. */
export type ListShared = (query: {
  readonly grantee: Grantee;
  readonly limit: number;
  readonly after?: string | undefined;
}) => Promise<{ readonly files: readonly FileRecord[]; readonly next?: string | undefined }>;

/** One page of files; `next` is where it ended, absent on the last one. */
export type ListFiles = (
  query: ListQuery,
) => Promise<{ readonly files: readonly FileRecord[]; readonly next?: string | undefined }>;
