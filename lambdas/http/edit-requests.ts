// The HTTP contract, requests: edits of a file.
import * as z from 'zod/mini';
import { metadata } from './metadata-schema.ts';
import { caption, title } from './request-fields.ts';

/** The largest revision that another one can follow: a table counts exactly up to the next number. */
const MAX_REVISION = Number.MAX_SAFE_INTEGER - 1;

/** Body of `PATCH /files/{id}`; null removes a text, `visibility` is for the collection's publishers. */
export const editRequestSchema = z.strictObject({
  /** One line for people; null removes it. */
  title: z.optional(z.nullable(title)),
  /** Text for people; null removes it. */
  caption: z.optional(z.nullable(caption)),
  /** Replaces all metadata; null removes it. */
  metadata: z.optional(z.nullable(metadata)),
  /** Who can see the file; for the publishers of its collection. */
  visibility: z.optional(z.enum(['private', 'public'])),
  /** The revision you have seen; when the file was edited since, the answer is `conflict`. Default: the latest. */
  revision: z.optional(z.int().check(z.maximum(MAX_REVISION))),
});
export type EditRequest = z.infer<typeof editRequestSchema>;
