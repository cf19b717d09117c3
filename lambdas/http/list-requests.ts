// The HTTP contract, requests: the query of a list of files.
import * as z from 'zod/mini';
import { idList } from './id-fields.ts';
import { page } from './page-requests.ts';
import { owner } from './request-fields.ts';

/**
 * Query of `GET /files`: your own files, with `owner` or `scope` those of others in collections that you administer or
 * read, or with `shared` what was shared with you or a group of yours.
 */
export const listRequestSchema = z.strictObject({
  /** Only files of this collection. */
  collection: z.optional(z.string()),
  /** Only files of this status. */
  status: z.optional(z.enum(['pending', 'ready', 'rejected'])),
  /** Only files of this content type, or of a family of them as `image/*`. */
  type: z.optional(
    z
      .string()
      .check(
        z.maxLength(255),
        z.regex(
          /^[^/*\s]+\/(?:\*|[^/*\s]+)$/,
          'has to be a content type, or a family such as image/*',
        ),
        z.toLowerCase(),
      ),
  ),
  /** Only files whose name begins like this, in exactly these letters. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  /**
   * Only files whose name and title contain each of these words between them: as written, in small letters, in capitals, with one
   * capital, or in capitals before a small extension. From the fifth word on, the text is one word.
   */
  search: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  /** Files of this owner, in the collections that you administer or read. */
  owner: z.optional(owner),
  /** Everyone's files in `collection`, which you administer or read; without those that are still uploaded. */
  scope: z.optional(z.literal('all')),
  /**
   * By the time of the upload, or, in a list of at most 5,000 entries, by filename (without regard to case, `2.png` before `10.png`)
   * or by size. Default: time.
   */
  sort: z.optional(z.enum(['time', 'name', 'size'])),
  /** `newest` or `oldest` first by time, `ascending` or `descending` by name or size. Default: newest, or ascending. */
  order: z.optional(z.enum(['newest', 'oldest', 'ascending', 'descending'])),
  /** `me`, or `group:<name>` for a group of yours; cannot be combined with other fields except `cursor` and `limit`. */
  shared: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(?:me|group:\P{Cc}{1,255})$/u,
          'has to be me, or group:<name> for a group of yours',
        ),
      ),
  ),
  /** Returns only these files, at most 100 ids separated by commas; cannot be combined with other parameters. */
  ids: z.optional(idList),
  ...page,
});
export type ListRequest = z.infer<typeof listRequestSchema>;

/** Query of `GET /permitted/files`. */
export const permittedListRequestSchema = z.strictObject({
  /** The files to return, at most 100 ids separated by commas, of those that were issued by the permission. */
  ids: idList,
});
