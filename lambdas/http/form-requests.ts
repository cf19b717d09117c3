// The HTTP contract of forms for pages without scripts, requests.
import * as z from 'zod/mini';
import { issueRequestSchema } from './claim-requests.ts';

const { shape } = issueRequestSchema;

/** Body of `POST /forms`. */
export const formRequestSchema = z.strictObject({
  /** Name of the collection that the file belongs to. */
  collection: shape.collection,
  /** Most bytes that the file may have; counted against the quota until the file arrives. */
  maxBytes: z.int().check(z.positive()),
  /**
   * Address to which S3 redirects the browser after the upload, on one of the configured origins; its query gets the id as
   * `fileId`.
   */
  redirectTo: z.string().check(z.minLength(1), z.maxLength(1024)),
  /** Content types or families such as `image/*`, of those that the collection takes. Default: all of them. */
  types: z.optional(
    z
      .array(z.string().check(z.minLength(1), z.maxLength(255)))
      .check(z.minLength(1), z.maxLength(100)),
  ),
  /** The filename, which S3 does not receive from the browser. Default: `upload` with the extension of the file's type. */
  filename: z.optional(shape.filename),
  /** Seconds that the form is valid, 60 to 3600. Default: `expiry.uploadSeconds`. */
  expiresInSeconds: z.optional(z.int().check(z.minimum(60), z.maximum(3600))),
  /** Id of a ready file of yours, in the same collection, that this one replaces once it is ready. */
  replaces: shape.replaces,
  /** One line for people, at most 200 characters. */
  title: shape.title,
  /** Text for people, at most 2,000 characters. */
  caption: shape.caption,
  /** Names and texts that the application chooses; answers, lists and events return them. */
  metadata: shape.metadata,
  /** When the file is deleted, ISO 8601 with a time zone; the collection may delete it earlier. Default: as the collection says. */
  expiresAt: shape.expiresAt,
  /** For services: `sub` of the principal whose file it becomes. Default: the caller. */
  owner: shape.owner,
});
export type FormRequest = z.infer<typeof formRequestSchema>;
