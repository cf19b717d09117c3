// The HTTP contract of upload permissions, requests.
import * as z from 'zod/mini';
import { metadata } from './metadata-schema.ts';
import { owner } from './request-fields.ts';

/** Longest time that a permission is valid, in seconds: a week. */
const MAX_SECONDS = 7 * 24 * 3600;

/** Body of `POST /upload-permissions`. */
export const uploadPermissionRequestSchema = z.strictObject({
  /** `sub` of the principal whose files the uploads become. */
  owner,
  /** The collection that the files go into. */
  collection: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Largest file in bytes. Default: what the collection takes. */
  maxBytes: z.optional(z.int().check(z.positive())),
  /** Content types or families such as `image/*`, of those that the collection takes. Default: all of them. */
  types: z.optional(
    z
      .array(z.string().check(z.minLength(1), z.maxLength(255)))
      .check(z.minLength(1), z.maxLength(100)),
  ),
  /** How many files may be uploaded. Default: 1. */
  maxUploads: z._default(z.int().check(z.minimum(1), z.maximum(1_000)), 1),
  /** Seconds within which uploads may begin, one minute to seven days. Default: 3600. */
  expiresInSeconds: z._default(z.int().check(z.minimum(60), z.maximum(MAX_SECONDS)), 3600),
  /** Metadata of every file that is uploaded; the bearer can set none. */
  metadata: z.optional(metadata),
});
export type UploadPermissionRequest = z.infer<typeof uploadPermissionRequestSchema>;
