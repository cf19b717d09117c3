// The HTTP contract, answers: every answer and error as a schema that handlers, client and tests share. Requests are in files of
// their own, `*-requests.ts`: functions validate requests but not answers, so that bundles carry only those.
import * as z from 'zod/mini';
import type { RefusalCode } from '../domain/errors.ts';
import { permissionsSchema } from './permissions-contract.ts';
import { variantProblemDetails, variantSchema, variantsStatusSchema } from './variant-contract.ts';
import { checksumSchema, imageSchema, verdictSchema } from './verdict-contract.ts';

const isoTime = z.string();
const bytes = z.int().check(z.nonnegative());

export type Verdict = z.infer<typeof verdictSchema>;
/** Why a file was refused, by a stable name. */
export type Reason = NonNullable<Verdict['reason']>;

/** The state of a file. */
export const statusSchema = z.enum(['pending', 'ready', 'rejected', 'deleted']);
export type Status = z.infer<typeof statusSchema>;

/** What a pending file with accepted bytes waits for: the malware scanner, or a person's decision. */
export const pendingReasonSchema = z.enum(['scanning', 'held']);

/** Who can see a file: callers with a permission, or everyone who knows its `url`. */
export const visibilitySchema = z.enum(['private', 'public']);
export type Visibility = z.infer<typeof visibilitySchema>;

/** What a caller may do with a file. */
export type Permissions = z.infer<typeof permissionsSchema>;

/** A file as callers see it. Its key and VersionId never leave the server. */
export const fileSchema = z.object({
  id: z.string(),
  collection: z.string(),
  owner: z.string(),
  status: statusSchema,
  /** Absent while the bytes are awaited or judged. */
  pendingReason: z.optional(pendingReasonSchema),
  filename: z.string(),
  title: z.optional(z.string()),
  caption: z.optional(z.string()),
  /** What the uploader's application attached to the file. */
  metadata: z.optional(z.record(z.string(), z.string())),
  /** Bytes, as claimed while pending and as stored afterwards. */
  size: bytes,
  /** While the file of a form is awaited: the most bytes that it may have, which `size` is until then. */
  maxBytes: z.optional(bytes),
  /** The claimed type while pending, the detected type once ready. */
  contentType: z.string(),
  image: z.optional(imageSchema),
  /** Re-encoded copies of an image by their names; absent while there are none. */
  variants: z.optional(z.record(z.string(), variantSchema)),
  /** Absent where no variants are made of the file. */
  variantsStatus: z.optional(variantsStatusSchema),
  /** Checksum of the judged bytes, for checking a download. */
  checksum: z.optional(checksumSchema),
  /** The same as 64 hex digits, where it is the SHA-256 of the whole file. */
  sha256: z.optional(z.string()),
  verdict: z.optional(verdictSchema),
  createdAt: isoTime,
  /** Increases with every edit; send it with the next one. */
  revision: z.int(),
  /** Counts the contents that the file has had: 1 until it is replaced. */
  version: z.int(),
  readyAt: z.optional(isoTime),
  /** When a pending upload lapses; of a ready file, when it is deleted, if it is kept for a limited time. */
  expiresAt: z.optional(isoTime),
  visibility: visibilitySchema,
  /** Address of a public file on the CDN; present once it is published. */
  url: z.optional(z.string()),
  permissions: permissionsSchema,
});
export type File = z.infer<typeof fileSchema>;

/** A link to one part: `PUT` exactly `size` bytes to `url` with `headers`. */
export const signedPartSchema = z.object({
  partNumber: z.int(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  size: bytes,
  expiresAt: isoTime,
});
export type SignedPart = z.infer<typeof signedPartSchema>;

/** One form post that S3 enforces. */
export const postUploadSchema = z.object({
  kind: z.literal('post'),
  url: z.string(),
  /** Form fields to send verbatim, before the field `file`. */
  fields: z.record(z.string(), z.string()),
  expiresAt: isoTime,
});

/** A plan of parts, each signed by `POST /files/{id}/parts`. */
export const multipartUploadSchema = z.object({
  kind: z.literal('multipart'),
  /** Bytes of every part but the last. */
  partSize: bytes,
  partCount: z.int(),
  expiresAt: isoTime,
  /** Links of the first parts, where the claim asked for them. */
  parts: z.optional(z.array(signedPartSchema)),
});

/** How to send the bytes to S3: in one form post, or in parts. */
export const uploadSchema = z.discriminatedUnion('kind', [postUploadSchema, multipartUploadSchema]);
export type Upload = z.infer<typeof uploadSchema>;

/** Answer of `POST /files`; `upload` is absent when a replayed request finds its file already settled. */
export const issueResponseSchema = z.object({ file: fileSchema, upload: z.optional(uploadSchema) });
export type IssueResponse = z.infer<typeof issueResponseSchema>;

/** Answer of `POST /files/{id}/parts`. */
export const signPartsResponseSchema = z.object({ parts: z.array(signedPartSchema) });
export type SignPartsResponse = z.infer<typeof signPartsResponseSchema>;

/** Answer of `GET /files/{id}/parts`: what S3 already holds. */
export const listPartsResponseSchema = z.object({
  parts: z.array(z.object({ partNumber: z.int(), size: bytes, etag: z.string() })),
});
export type ListPartsResponse = z.infer<typeof listPartsResponseSchema>;

/** Answer of `GET /files/{id}`. */
export const fileResponseSchema = z.object({ file: fileSchema });
export type FileResponse = z.infer<typeof fileResponseSchema>;

/** One content of a file; an earlier one has the times of its replacement and of its purge. */
export const versionSchema = z.object({
  version: z.int(),
  filename: z.string(),
  contentType: z.string(),
  size: bytes,
  checksum: z.optional(checksumSchema),
  sha256: z.optional(z.string()),
  readyAt: isoTime,
  replacedAt: z.optional(isoTime),
  keptUntil: z.optional(isoTime),
});

/** Answer of `GET /files/{id}/versions`: the present content first, then those that are kept, latest first; at most 11. */
export const versionsResponseSchema = z.object({ versions: z.array(versionSchema) });
export type VersionsResponse = z.infer<typeof versionsResponseSchema>;

/** Answer of `GET /files`, in the order that was asked for; no `nextCursor` on the last page. */
export const listResponseSchema = z.object({
  files: z.array(fileSchema),
  nextCursor: z.optional(z.string()),
});
export type ListResponse = z.infer<typeof listResponseSchema>;

/** Answer of `GET /files/{id}/download` to `Accept: application/json`. */
export const downloadResponseSchema = z.object({
  url: z.string(),
  expiresAt: isoTime,
  checksum: z.optional(checksumSchema),
  sha256: z.optional(z.string()),
});
export type DownloadResponse = z.infer<typeof downloadResponseSchema>;

const problem = <Code extends RefusalCode, Details extends z.core.$ZodShape>(
  code: Code,
  details: Details,
) =>
  z.object({
    code: z.literal(code),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    ...details,
  });

/** An error as it leaves the API, `application/problem+json` (RFC 9457). */
export const problemSchema = z.discriminatedUnion('code', [
  problem('invalid_request', {
    issues: z.array(z.object({ field: z.string(), message: z.string() })),
  }),
  problem('unauthorized', {}),
  problem('forbidden', {}),
  problem('quota_exceeded', {
    resource: z.enum(['bytes', 'files']),
    used: z.number(),
    limit: z.number(),
    needed: z.number(),
  }),
  problem('not_found', {}),
  problem('method_not_allowed', { allowed: z.array(z.string()) }),
  problem('not_ready', { fileStatus: z.string() }),
  problem('variant_not_available', variantProblemDetails),
  problem('conflict', {}),
  problem('idempotency_key_reused', {}),
  problem('upload_expired', { expiresAt: isoTime }),
  problem('upload_gone', {}),
  problem('sharing_limit_reached', { resource: z.enum(['grants', 'links']), limit: z.int() }),
  problem('list_too_long', { limit: z.int() }),
  problem('parts_incomplete', { missing: z.array(z.int()), wrong: z.array(z.int()) }),
  problem('request_too_large', { maxBytes: z.number() }),
  problem('file_too_large', { size: z.number(), maxBytes: z.number() }),
  problem('type_not_allowed', { contentType: z.string(), allowed: z.array(z.string()) }),
  problem('too_many_requests', { retryAfterSeconds: z.number() }),
]);
export type Problem = z.infer<typeof problemSchema>;

/** The outcome of one claim of a batch. */
export const claimOutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('issued'), ...issueResponseSchema.shape }),
  z.object({ outcome: z.literal('refused'), problem: problemSchema }),
  /** Mode `all`: the claim itself is fine, but another one was refused. */
  z.object({ outcome: z.literal('not_issued') }),
]);
export type ClaimOutcome = z.infer<typeof claimOutcomeSchema>;

/** Answer of `POST /files` to a batch: one outcome for each claim, in their order. */
export const batchResponseSchema = z.object({ results: z.array(claimOutcomeSchema) });
export type BatchResponse = z.infer<typeof batchResponseSchema>;

/** Answer of `POST /files` where everything was issued: to one claim, or to a batch. */
export const issuedSchema = z.union([issueResponseSchema, batchResponseSchema]);

const fileRefused = z.object({
  id: z.string(),
  outcome: z.literal('refused'),
  problem: problemSchema,
});

/** Answer of `POST /downloads`: one outcome for each file, in their order. */
export const downloadsResponseSchema = z.object({
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.object({
        id: z.string(),
        outcome: z.literal('issued'),
        ...downloadResponseSchema.shape,
      }),
      fileRefused,
    ]),
  ),
});
export type DownloadsResponse = z.infer<typeof downloadsResponseSchema>;

/** Answer of `POST /deletions`: one outcome for each file, in their order. */
export const deletionsResponseSchema = z.object({
  results: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ id: z.string(), outcome: z.literal('deleted') }),
      fileRefused,
    ]),
  ),
});
export type DeletionsResponse = z.infer<typeof deletionsResponseSchema>;

/** A right to read one file. */
export const grantSchema = z.object({
  principal: z.string(),
  grantedBy: z.string(),
  grantedAt: isoTime,
});

/** Answer of `GET /files/{id}/grants`. */
export const grantsResponseSchema = z.object({
  grants: z.array(grantSchema),
  nextCursor: z.optional(z.string()),
});
export type GrantsResponse = z.infer<typeof grantsResponseSchema>;

/** Answer of `POST /files/{id}/links`: the only response that contains the link itself. */
export const linkResponseSchema = z.object({
  id: z.string(),
  url: z.string(),
  expiresAt: isoTime,
  maxUses: z.optional(z.int()),
  sender: z.optional(z.string()),
});
export type LinkResponse = z.infer<typeof linkResponseSchema>;

/** Answer of `GET /files/{id}/links`. */
export const linksResponseSchema = z.object({
  links: z.array(
    z.object({
      id: z.string(),
      createdBy: z.string(),
      createdAt: isoTime,
      expiresAt: isoTime,
      maxUses: z.optional(z.int()),
      sender: z.optional(z.string()),
    }),
  ),
  nextCursor: z.optional(z.string()),
});
export type LinksResponse = z.infer<typeof linksResponseSchema>;

/** Answer of `GET /usage`. */
export const usageResponseSchema = z.object({
  bytes,
  files: z.int(),
  limits: z.object({ bytes, files: z.int() }),
});
export type UsageResponse = z.infer<typeof usageResponseSchema>;
