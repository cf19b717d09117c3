// The requests and answers between `airlock import` and issue-upload. These routes are not part of the API or its OpenAPI
// document.
import * as z from 'zod/mini';
import type { FileRecord } from '../domain/file.ts';
import { byteLength } from '../domain/filename.ts';
import { isFileId } from '../domain/key.ts';
import { claimSchema } from './claim-requests.ts';
import { moment, owner, wellFormed } from './request-fields.ts';

const { collection, filename, contentType, size, title, caption, metadata, expiresAt } =
  claimSchema.shape;

/** The claim of an import, as a manifest states it. */
export const importClaim = {
  owner,
  collection,
  filename,
  title,
  caption,
  metadata,
  expiresAt,
  /** When the file was created, ISO 8601. Default: now. */
  createdAt: z.optional(moment),
  /** The application's name for the object; part of the file's identity. */
  reference: z.optional(z.string().check(z.minLength(1), z.maxLength(1024), wellFormed)),
} as const;

/** S3's longest key, in UTF-8 (S3 user guide, "Naming Amazon S3 objects"). */
const MAX_KEY_BYTES = 1024;

/** The object that is imported. */
export const sourceShape = {
  // Includes names by the rules that applied in us-east-1 until 2018.
  bucket: z.string().check(z.regex(/^[\w.-]{3,255}$/, 'has to be the name of a bucket')),
  key: z.string().check(
    z.minLength(1),
    wellFormed,
    z.refine((key) => byteLength(key) <= MAX_KEY_BYTES, `has more than ${MAX_KEY_BYTES} bytes`),
  ),
  versionId: z.optional(z.string().check(z.minLength(1), z.maxLength(1024), wellFormed)),
} as const;

/** Body of `POST /imports`. */
export const importRequestSchema = z.strictObject({
  ...importClaim,
  contentType,
  /** Bytes of the object. */
  size,
  source: z.strictObject({
    ...sourceShape,
    /** The object's entity tag. */
    etag: z.string().check(z.minLength(1), z.maxLength(255)),
  }),
  /** Whether the file may exceed its owner's quota, against which it still counts. */
  ignoresQuota: z.boolean(),
  /** Whether the import is only checked and nothing is written. */
  isTrial: z.boolean(),
});
export type ImportRequest = z.infer<typeof importRequestSchema>;

/** Most files of one lookup: those of one BatchGetItem. */
export const MAX_LOOKUPS = 100;

/** Body of `POST /imports/lookups`. */
export const lookupRequestSchema = z.strictObject({
  ids: z
    .array(z.string().check(z.refine(isFileId, 'is not the id of a file')))
    .check(z.minLength(1), z.maxLength(MAX_LOOKUPS)),
});

/** A file as an import sees it. */
export interface ImportedFile {
  readonly id: string;
  readonly status: FileRecord['status'];
  /** The object key for the bytes. */
  readonly key: string;
  readonly contentType: string;
  readonly size: number;
  /** Whether the bytes have arrived and were judged. */
  readonly hasArrived: boolean;
  /** The entity tag of the object whose import began. */
  readonly etag?: string | undefined;
  /** Why the file was rejected. */
  readonly reason?: string | undefined;
  /** Present for a deleted file whose bytes did not arrive in time. */
  readonly hasExpired?: true | undefined;
  /** Until when the bytes have to arrive. */
  readonly expiresAt?: string | undefined;
}

/** Answer of `POST /imports`: begun by this request, known from one before, or, on trial, what would be begun. */
export type ImportResponse =
  | { readonly outcome: 'begun' | 'known'; readonly file: ImportedFile }
  | { readonly outcome: 'admissible' };

/** Answer of `POST /imports/lookups`: the files that exist. */
export interface LookupResponse {
  readonly files: readonly ImportedFile[];
}
