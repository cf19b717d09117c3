// The HTTP contract, requests: claims of uploads, alone and in batches.
import * as z from 'zod/mini';
import { MAX_CHOSEN_PART_BYTES, MIN_PART_BYTES, PART_UNIT_BYTES } from '../domain/parts.ts';
import { metadata } from './metadata-schema.ts';
import { caption, moment, owner, title } from './request-fields.ts';

/** Most links that the answer of `POST /files` holds for one file. */
export const MAX_FIRST_PARTS = 16;

/** What an uploader says about one file. */
export const claimSchema = z.strictObject({
  /** Name of the collection that the file belongs to. */
  collection: z.string().check(z.minLength(1), z.maxLength(64)),
  /** The filename for people; a path before it is removed. */
  filename: z.string().check(z.minLength(1)),
  /** The content type as the browser or the system states it; when it is empty, the filename's extension decides. */
  contentType: z.string().check(z.maxLength(255)),
  /** Exact size of the file in bytes; S3 accepts no other. */
  size: z.int().check(z.positive()),
  /** SHA-256 of the file, 64 hex digits or base64; S3 refuses other bytes. Files sent in one post only. */
  sha256: z.optional(z.string()),
  /** Announces the SHA-256 of every part of a file sent in parts: S3 then takes no part without it. */
  checksumParts: z.optional(z.boolean()),
  /** Id of a ready file of yours, in the same collection, that this one replaces once it is ready. */
  replaces: z.optional(z.string()),
  /** One line for people, at most 200 characters. */
  title: z.optional(title),
  /** Text for people, at most 2,000 characters. */
  caption: z.optional(caption),
  /** Names and texts that the application chooses; answers, lists and events return them. */
  metadata: z.optional(metadata),
  /** When the file is deleted, ISO 8601 with a time zone; the collection may delete it earlier. Default: as the collection says. */
  expiresAt: z.optional(moment),
  /** Bytes of every part but the last, of a file sent in parts; a multiple of 64 KiB. Default: a size that suits the file. */
  partSize: z.optional(
    z
      .int()
      .check(
        z.minimum(MIN_PART_BYTES),
        z.maximum(MAX_CHOSEN_PART_BYTES),
        z.multipleOf(PART_UNIT_BYTES, 'has to be a multiple of 64 KiB'),
      ),
  ),
  /**
   * Asks for the links of the first parts in the answer, one for each entry, cut by `partSize`. With `checksumParts` each
   * has the SHA-256 of its part. Ignored for a file sent in one post.
   */
  firstParts: z.optional(
    z
      .array(z.strictObject({ sha256: z.optional(z.string()) }))
      .check(z.minLength(1), z.maxLength(MAX_FIRST_PARTS)),
  ),
});
export type ClaimRequest = z.infer<typeof claimSchema>;

/** Body of `POST /files`. */
export const issueRequestSchema = z.strictObject({
  ...claimSchema.shape,
  /** For services: `sub` of the principal whose file it becomes. Default: the caller. */
  owner: z.optional(owner),
});
export type IssueRequest = z.infer<typeof issueRequestSchema>;

/** Most claims of one batch: with the quota and the key they are one transaction of DynamoDB. */
export const MAX_BATCH_CLAIMS = 50;

/** How a batch with a refused claim is issued. */
export const batchMode = z._default(z.enum(['each', 'all']), 'each');

/** Body of `POST /files` for several files, with claims that are not validated yet: an invalid claim is refused alone. */
export const batchAsRead = z.strictObject({
  mode: batchMode,
  owner: z.optional(owner),
  claims: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MAX_BATCH_CLAIMS)),
});

/** Header `Idempotency-Key`: 1 to 255 printable ASCII characters. */
export const idempotencyKeySchema = z
  .string()
  .check(
    z.regex(/^[\x21-\x7e]{1,255}$/, 'has to be 1 to 255 printable ASCII characters without blanks'),
  );
