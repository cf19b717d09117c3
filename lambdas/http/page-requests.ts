// The HTTP contract, requests: which page of a list.
import * as z from 'zod/mini';

const pageSize = 'has to be a whole number from 1 to 100';

/** The fields of every list. */
export const page = {
  /** `nextCursor` of the page before. Default: the first page. */
  cursor: z.optional(z.string().check(z.maxLength(2048))),
  /** Entries of a page. */
  limit: z._default(
    z.coerce
      .number(pageSize)
      .check(z.int(pageSize), z.minimum(1, pageSize), z.maximum(100, pageSize)),
    50,
  ),
};

/** Query of `GET /files/{id}/grants` and `GET /files/{id}/links`. */
export const pageRequestSchema = z.strictObject(page);
export type PageRequest = z.infer<typeof pageRequestSchema>;
