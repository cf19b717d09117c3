// The HTTP contract, what callers send: every body, query and header as a schema.
import * as z from 'zod/mini';
import { isFileId } from '../domain/key.ts';
import { MAX_CHOSEN_PART_BYTES, MIN_PART_BYTES, PART_UNIT_BYTES } from '../domain/parts.ts';
import { metadata } from './metadata-schema.ts';
import { variantName } from './variant-contract.ts';

// Text for people: no control characters and no half of a surrogate pair, which UTF-8 cannot hold, and line breaks only
// where a text may have lines.
const title = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(200),
    z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'may hold neither control characters nor line breaks'),
  );
const caption = z
  .string()
  .check(
    z.minLength(1),
    z.maxLength(2000),
    z.regex(
      /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u,
      'may hold no control characters but line breaks and tabs',
    ),
  );

const moment = z.iso.datetime({
  offset: true,
  error: 'has to be a time such as 2026-11-22T10:00:00Z',
});

/** Most links that the answer of `POST /files` holds for one file. */
export const MAX_FIRST_PARTS = 16;

/** `sub` of a principal. */
export const owner = z.string().check(z.minLength(1), z.maxLength(255));

/** What an uploader says about one file. */
export const claimSchema = z.strictObject({
  /** Name of the collection that the file belongs to. */
  collection: z.string().check(z.minLength(1), z.maxLength(64)),
  /** The file's name as people see it; a path before it is removed. */
  filename: z.string().check(z.minLength(1)),
  /** As the browser or the system calls it; empty when unknown, then the filename's extension decides. */
  contentType: z.string().check(z.maxLength(255)),
  /** Exact bytes of the file; S3 accepts no more and no less. */
  size: z.int().check(z.positive()),
  /** SHA-256 of the file, 64 hex digits or base64; S3 refuses other bytes. Files sent in one post only. */
  sha256: z.optional(z.string()),
  /** Announces the SHA-256 of every part of a file sent in parts: S3 then takes no part without it. */
  checksumParts: z.optional(z.boolean()),
  /** Id of a ready file of yours, in the same collection, whose place this one takes once it is ready. */
  replaces: z.optional(z.string()),
  /** One line for people, at most 200 characters. */
  title: z.optional(title),
  /** Text for people, at most 2,000 characters. */
  caption: z.optional(caption),
  /** Names and texts of the application's own, which come back in answers, lists and events. */
  metadata: z.optional(metadata),
  /** When the file is deleted, ISO 8601 with a time zone; the collection may delete it earlier. Default: as the collection says. */
  expiresAt: z.optional(moment),
  /** Bytes of every part but the last, of a file sent in parts; a multiple of 64 KiB. Default: what suits the size. */
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

const mode = z._default(z.enum(['each', 'all']), 'each');

/** Body of `POST /files` for several files at once. */
export const batchRequestSchema = z.strictObject({
  /** `each`: every claim that can be issued is. `all`: every claim or none. Default: `each`. */
  mode,
  /** For services: `sub` of the principal whose files they become. Default: the caller. */
  owner: z.optional(owner),
  /** The claims, 1 to 50. */
  claims: z.array(claimSchema).check(z.minLength(1), z.maxLength(MAX_BATCH_CLAIMS)),
});
export type BatchRequest = z.input<typeof batchRequestSchema>;

/** The same as it is read: a claim that has not the form of one is the business of that claim alone. */
export const batchAsRead = z.strictObject({
  mode,
  owner: z.optional(owner),
  claims: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MAX_BATCH_CLAIMS)),
});

/** Body of `POST /files`: one claim or a batch. */
export const issueBodySchema = z.union([issueRequestSchema, batchRequestSchema]);

/** Header `Idempotency-Key`: 1 to 255 printable ASCII characters. */
export const idempotencyKeySchema = z
  .string()
  .check(
    z.regex(/^[\x21-\x7e]{1,255}$/, 'has to be 1 to 255 printable ASCII characters without blanks'),
  );

const partNumber = z.int().check(z.minimum(1), z.maximum(10_000));

/** Body of `POST /files/{id}/parts`: a window of parts to sign. */
export const signPartsRequestSchema = z.strictObject({
  /** The parts to sign, at most 100. */
  parts: z
    .array(
      z.strictObject({
        partNumber,
        /** SHA-256 of the part, 64 hex digits or base64; S3 then refuses other bytes. Required with `checksumParts`, and refused without it. */
        sha256: z.optional(z.string()),
      }),
    )
    .check(z.minLength(1), z.maxLength(100)),
});
export type SignPartsRequest = z.infer<typeof signPartsRequestSchema>;

const pageSize = 'has to be a whole number from 1 to 100';

const page = {
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

/** Most files of one `GET /files?ids=`: one request of DynamoDB. */
export const MAX_IDS = 100;

/** Ids of files, separated by commas. */
export const idList = z
  .string()
  .check(
    z.refine(
      (ids) => ids.length <= MAX_IDS * 37 && ids.split(',').every(isFileId),
      `has to be 1 to ${MAX_IDS} ids, separated by commas`,
    ),
  );

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
  type: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  /** Only files whose name begins like this, in exactly these letters. */
  name: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  /** Only files whose name or title contains this, as written, in small letters, in capitals, or with one capital. */
  search: z.optional(z.string().check(z.minLength(1), z.maxLength(255))),
  /** Files of this owner, in the collections that you administer or read. */
  owner: z.optional(owner),
  /** Everyone's files in `collection`, which you administer or read; without those that are still uploaded. */
  scope: z.optional(z.literal('all')),
  /** By the time of the upload. Default: newest. */
  order: z.optional(z.enum(['newest', 'oldest'])),
  /** `me`, or `group:<name>` for a group of yours; goes with no other field but `cursor` and `limit`. */
  shared: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^(?:me|group:\P{Cc}{1,128})$/u,
          'has to be me, or group:<name> for a group of yours',
        ),
      ),
  ),
  /** Returns these files, at most 100 ids separated by commas, and nothing of others; goes with no other parameter. */
  ids: z.optional(idList),
  ...page,
});
export type ListRequest = z.infer<typeof listRequestSchema>;

const versionNumber = 'has to be a whole number from 1';

/** Query of `GET /files/{id}/download`. */
export const downloadRequestSchema = z.strictObject({
  disposition: z.optional(z.enum(['inline', 'attachment'])),
  /** An earlier version, by its number; for those who may edit the file. Default: the present one. */
  version: z.optional(
    z.coerce.number(versionNumber).check(z.int(versionNumber), z.minimum(1, versionNumber)),
  ),
  /** Serves this re-encoded copy of the image instead. */
  variant: z.optional(variantName),
});
export type DownloadRequest = z.infer<typeof downloadRequestSchema>;

/** Most files of one `POST /downloads` or `POST /deletions`. */
const MAX_FILES = 50;

const fileIds = z
  .array(z.string().check(z.refine(isFileId, 'has to be the id of a file')))
  .check(z.minLength(1), z.maxLength(MAX_FILES));

/** Body of `POST /downloads`. */
export const downloadsRequestSchema = z.strictObject({
  /** The files to download, 1 to 50. */
  ids: fileIds,
  disposition: z.optional(z.enum(['inline', 'attachment'])),
  /** Serves this re-encoded copy of each image instead. */
  variant: z.optional(variantName),
});
export type DownloadsRequest = z.infer<typeof downloadsRequestSchema>;

/** Body of `POST /deletions`. */
export const deletionsRequestSchema = z.strictObject({
  /** The files to delete, 1 to 50. */
  ids: fileIds,
});
export type DeletionsRequest = z.infer<typeof deletionsRequestSchema>;

/** Body of `PATCH /files/{id}`; null takes a text away, `visibility` is for the collection's publishers. */
export const editRequestSchema = z.strictObject({
  /** One line for people; null removes it. */
  title: z.optional(z.nullable(title)),
  /** Text for people; null removes it. */
  caption: z.optional(z.nullable(caption)),
  /** Takes the place of all metadata; null removes it. */
  metadata: z.optional(z.nullable(metadata)),
  /** Who can see the file; for the publishers of its collection. */
  visibility: z.optional(z.enum(['private', 'public'])),
  /** The revision you have seen; when the file was edited since, the answer is `conflict`. Default: the latest. */
  revision: z.optional(z.int()),
});
export type EditRequest = z.infer<typeof editRequestSchema>;

/** Who a file can be shared with, as in the path of a grant: `user:<sub>` or `group:<name>`. */
export const granteeSchema = z
  .string()
  .check(z.regex(/^(?:user|group):\P{Cc}{1,255}$/u, 'has to be user:<sub> or group:<name>'));

/** Most subjects of one lookup: each is one request to Cognito. */
const MAX_LOOKUP_SUBS = 10;
const searched = z.string().check(z.regex(/^\P{Cc}{1,255}$/u, 'has to be 1 to 255 characters'));

/** Body of `POST /principals/lookups`: a name, or subjects. */
export const principalLookupSchema = z.union([
  z.strictObject({
    /** With Cognito a whole mail address; with a directory of your own whatever it finds people by. */
    name: searched,
  }),
  z.strictObject({
    /** Subjects whose names are wanted, 1 to 10. */
    subs: z.array(searched).check(z.minLength(1), z.maxLength(MAX_LOOKUP_SUBS)),
  }),
]);
export type PrincipalLookupRequest = z.infer<typeof principalLookupSchema>;

/** Query of `GET /files/{id}/grants` and `GET /files/{id}/links`. */
export const pageRequestSchema = z.strictObject(page);
export type PageRequest = z.infer<typeof pageRequestSchema>;

/** Body of `POST /files/{id}/links`. */
export const linkRequestSchema = z.strictObject({
  /** One minute to thirty days. */
  expiresInSeconds: z.int().check(z.minimum(60), z.maximum(30 * 24 * 3600)),
  /** How often the link may be followed. Default: as often as one likes. */
  maxUses: z.optional(z.int().check(z.minimum(1), z.maximum(1_000_000))),
});
export type LinkRequest = z.infer<typeof linkRequestSchema>;
