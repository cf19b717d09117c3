// The HTTP contract, requests: links to a file.
import * as z from 'zod/mini';
import { sender } from './request-fields.ts';

/** Body of `POST /files/{id}/links`. */
export const linkRequestSchema = z.strictObject({
  /** One minute to thirty days. */
  expiresInSeconds: z.int().check(z.minimum(60), z.maximum(30 * 24 * 3600)),
  /** How often the link may be followed. Default: without a limit. */
  maxUses: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
  /** The sender of the link, as its page shows it: one line of at most 100 characters. Default: the page names no sender. */
  sender: z.optional(sender),
});
export type LinkRequest = z.infer<typeof linkRequestSchema>;
