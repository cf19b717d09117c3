// What the use cases need from the world, in words of the domain. Each port is one function, so that a bundle
// holds only what its function calls; the adapters are in ../aws.
import type { DeletedFile, FileRecord, PendingFile, Settlement } from './file.ts';
import type { StoredPart } from './parts.ts';

/** One version of one object. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
}

/** The moment, passed in so that rules stay pure. */
export type Now = () => Date;

/** A fresh, unguessable file id (UUID). */
export type NewId = () => string;

/** Who retries what: the caller's key, bound to its owner, and a fingerprint of the request it stands for. */
export interface IdempotentRequest {
  readonly key: string;
  readonly fingerprint: string;
}

/** Adds a new file; or tells which file the same Idempotency-Key already stands for, and nothing is written. */
export type AddFile = (
  file: PendingFile,
  request?: IdempotentRequest,
) => Promise<
  | { readonly added: true }
  | { readonly added: false; readonly fileId: string; readonly fingerprint: string }
>;

/** Finds a file by id. */
export type FindFile = (id: string) => Promise<FileRecord | undefined>;

/** Applies a settlement if `maySettle`, and gives the record as it stands afterwards, settled or not. */
export type SettleFile = (id: string, settlement: Settlement) => Promise<FileRecord | undefined>;

/** Writes a tombstone over a file that is still pending, and gives the record as it stands afterwards. */
export type AbandonFile = (tombstone: DeletedFile) => Promise<FileRecord | undefined>;

/** Which files to list: an owner's, newest first. */
export interface ListQuery {
  readonly owner: string;
  readonly collection?: string | undefined;
  readonly status?: FileRecord['status'] | undefined;
  readonly limit: number;
  /** Where the previous page ended. */
  readonly after?: string | undefined;
}

/** One page of files; `next` is where it ended, absent on the last one. */
export type ListFiles = (
  query: ListQuery,
) => Promise<{ readonly files: readonly FileRecord[]; readonly next?: string | undefined }>;

/** A form that S3 enforces: exact key, type, size and, if claimed, SHA-256. */
export type PresignPost = (
  file: PendingFile,
  expiresInSeconds: number,
) => Promise<{ readonly url: string; readonly fields: Readonly<Record<string, string>> }>;

/** Reads the first bytes of one version; undefined when that version no longer exists. */
export type ReadHead = (
  version: ObjectVersion,
  maxBytes: number,
) => Promise<
  | {
      readonly bytes: Uint8Array;
      /** Bytes of the whole object. */
      readonly size: number;
      /** The Content-Type the object was stored with, which is the uploader's claim. */
      readonly contentType: string;
    }
  | undefined
>;

/** Deletes one version for good; deleting it again changes nothing. */
export type DeleteVersion = (version: ObjectVersion) => Promise<void>;

/** A signed link to one version, with the headers it is to be served with. */
export type PresignGet = (
  version: ObjectVersion,
  headers: { readonly contentType: string; readonly contentDisposition: string },
  expiresInSeconds: number,
) => Promise<string>;

/** An upload in parts under one key. */
export interface MultipartUpload {
  readonly key: string;
  readonly uploadId: string;
}

/** Creates an upload in parts; content type and checksum algorithm are fixed from then on. Gives its uploadId. */
export type CreateMultipart = (
  object: { readonly key: string; readonly contentType: string },
  checksumParts: boolean,
) => Promise<string>;

/** A signed link that takes exactly `size` bytes as one part and, if given, only bytes of that SHA-256 (base64). */
export type PresignPart = (
  upload: MultipartUpload,
  part: {
    readonly partNumber: number;
    readonly size: number;
    readonly sha256?: string | undefined;
  },
  expiresInSeconds: number,
) => Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;

/** All parts that S3 holds, in order; undefined when the upload was completed or aborted. */
export type ListParts = (upload: MultipartUpload) => Promise<readonly StoredPart[] | undefined>;

/** Completes an upload from S3's own parts; `gone` and `parts_changed` when something else was faster. */
export type CompleteMultipart = (
  upload: MultipartUpload,
  parts: readonly StoredPart[],
  size: number,
) => Promise<'completed' | 'gone' | 'parts_changed'>;

/** Aborts an upload and frees its parts; aborting it again changes nothing. */
export type AbortMultipart = (upload: MultipartUpload) => Promise<void>;

/** Whether an object of this key exists. */
export type ObjectExists = (key: string) => Promise<boolean>;
