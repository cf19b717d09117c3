// The ports of lists of files; all others are in ports.ts.
import type { Grantee } from './access.ts';
import type { FileRecord, PendingFile, VisibleFile } from './file.ts';
import type { FileOrder, ListEntry } from './file-order.ts';
import type { SearchedWord } from './search.ts';

/** Whose files to list: those of one owner, in every collection or in some, or those of every owner in one collection. */
export type ListScope =
  | {
      readonly owner: string;
      readonly collection?: string | undefined;
      /** The collections of which the caller may list every file. */
      readonly within?: readonly string[] | undefined;
    }
  | { readonly owner?: undefined; readonly collection: string };

/** Filters of that list. */
export interface ListFilter {
  readonly status?: VisibleFile['status'] | undefined;
  /** A content type, or a family of them as `image/*`. */
  readonly type?: string | undefined;
  /** How the filename begins, in exactly these letters. */
  readonly name?: string | undefined;
  /** The words that the filename and the title contain between them, each in one of its spellings. */
  readonly search?: readonly SearchedWord[] | undefined;
}

/** One page of files by the time of their claims. */
export type ListQuery = ListScope &
  ListFilter & {
    /** Default: newest. */
    readonly order?: 'newest' | 'oldest' | undefined;
    readonly limit: number;
    /** Where the previous page ended. */
    readonly after?: string | undefined;
  };

/** One page of files by name or by size. */
export type SortedQuery = ListScope &
  ListFilter & {
    readonly order: FileOrder;
    readonly limit: number;
    /** Where the previous page ended. */
    readonly after?: string | undefined;
  };

/** One page of what was shared with one grantee, latest first, without deleted files. */
export type ListShared = (query: {
  readonly grantee: Grantee;
  readonly limit: number;
  readonly after?: string | undefined;
}) => Promise<{ readonly files: readonly VisibleFile[]; readonly next?: string | undefined }>;

/** One page of files; `next` is where it ended, absent on the last one. */
export type ListFiles = (
  query: ListQuery,
) => Promise<{ readonly files: readonly VisibleFile[]; readonly next?: string | undefined }>;

/**
 * Reads the entries of a whole list, in no order. Undefined when more than `most` entries are to read, including those that a
 * filter leaves out.
 */
export type ListEntries = (
  query: ListScope & ListFilter & { readonly most: number },
) => Promise<readonly ListEntry[] | undefined>;

/** Pending uploads that expired before a time, read page by page as they are consumed. */
export type ListLapsed = (before: string) => AsyncIterable<PendingFile>;

/** Lists files whose time limit had passed before this moment; one may have changed since it was put into the list. */
export type ListExpired = (before: string) => AsyncIterable<FileRecord>;
