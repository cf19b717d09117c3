// The record of one file from claim to end: a union on `status`, and what can be asked of it.
import type { Visibility } from './collection.ts';
import type { Metadata } from './metadata.ts';
import type { PartPlan } from './parts.ts';
import type { Scan, ScanDemand } from './scan.ts';
import type { Charset } from './text/charsets.ts';
import type { FileVariants } from './variant.ts';
import type { Checksum, Verdict } from './verdict.ts';

/** What is true of a file in every state. Times are ISO 8601 in UTC. */
interface FileBase {
  readonly id: string;
  readonly collection: string;
  /** `sub` of the principal who uploaded. */
  readonly owner: string;
  /** The object's key; never leaves the server but inside a signed URL. */
  readonly key: string;
  readonly filename: string;
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
  /** What the uploader's application attached to it. */
  readonly metadata?: Metadata | undefined;
  /** Bytes: as claimed, or as reserved by a form, while the bytes are awaited, and as stored afterwards. */
  readonly size: number;
  readonly createdAt: string;
  /** Incremented by every edit, so that an edit based on a stale revision is detected. */
  readonly revision: number;
  /** Who may see the file; absent means private. */
  readonly visibility?: Visibility | undefined;
  /** Random part of the public copy's path: stored before the copy is created, kept until the copy is deleted. */
  readonly publicToken?: string | undefined;
  /** Extension of the public copy's path, where a replacement has another type than the first version. */
  readonly publicExtension?: string | undefined;
  /** The upload permission by which it was issued. */
  readonly permittedBy?: PermittedBy | undefined;
  /** When the file is deleted, where its collection or its claim limits how long it is kept. */
  readonly retainUntil?: string | undefined;
  /** Present for a file whose bytes were copied from an object that existed before. */
  readonly imported?: Imported | undefined;
  /** When reconcile last requested a check of the public copy. */
  readonly publicationAskedAt?: string | undefined;
}

/** The part of a file's record about its import. */
export interface Imported {
  /** When it began, ISO 8601: `createdAt` may be older. */
  readonly at: string;
  /** The entity tag of the object that is copied. */
  readonly etag: string;
}

/** The part of a file's record about the upload permission by which it was issued. */
export interface PermittedBy {
  /** Its id. */
  readonly id: string;
  /** Until when its bearer may ask for this file, ISO 8601. */
  readonly until: string;
  /** The content types that it is for; every one of the collection when absent. */
  readonly types?: readonly string[] | undefined;
}

/** The part of a file's record about its form, which was issued before the file was known. */
export interface FormTerms {
  /** Where S3 sends the browser once it has the bytes, with the id of the file in the query. */
  readonly redirectTo: string;
  /** The content types that it is for; every one of the collection when absent. */
  readonly types?: readonly string[] | undefined;
  /** Present where the form was issued without a filename, so that the detected type completes the generated one. */
  readonly isUnnamed?: true | undefined;
}

/** Issued: the upload may begin, nothing has been validated. */
export interface PendingFile extends FileBase {
  readonly status: 'pending';
  /** The claimed content type. */
  readonly contentType: string;
  /** Claimed SHA-256 in base64, enforced by S3. */
  readonly sha256?: string | undefined;
  /** When the upload expires; while it is scanned, when the scan was last requested. */
  readonly expiresAt: string;
  /** The state of its malware scan, where the collection requires one. */
  readonly scan?: Scan | undefined;
  /** The file that this one replaces once it is ready. */
  readonly replaces?: string | undefined;
  /** How the file is sent in parts; absent when it is one form post. */
  readonly multipart?: Multipart | undefined;
  /**
   * Present until the bytes arrive of a file whose form was issued before it was known: its `size` is the most that they may
   * have.
   */
  readonly form?: FormTerms | undefined;
}

/** An upload in parts as S3 knows it. */
export interface Multipart extends PartPlan {
  readonly uploadId: string;
  /** Whether S3 requires the SHA-256 of every part. */
  readonly checksumParts: boolean;
}

/** An earlier content of a file, kept for callers who may edit the file. Times are ISO 8601 in UTC. */
export interface KeptVersion {
  /** 1 for the first. */
  readonly number: number;
  readonly key: string;
  readonly versionId: string;
  readonly filename: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly charset?: Charset | undefined;
  readonly checksum?: Checksum | undefined;
  readonly readyAt: string;
  readonly replacedAt: string;
  /** When its bytes are purged. */
  readonly keptUntil: string;
}

/** Judged and readable: exactly the version that was judged. */
export interface ReadyFile extends FileBase {
  readonly status: 'ready';
  /** The detected content type. */
  readonly contentType: string;
  readonly sha256?: string | undefined;
  /** The version whose bytes were judged; every read names it. */
  readonly versionId: string;
  readonly verdict: Verdict;
  readonly readyAt: string;
  /** Counts the contents that the file has had; absent on the first. */
  readonly version?: number | undefined;
  /** Earlier contents that are kept, latest first. */
  readonly versions?: readonly KeptVersion[] | undefined;
  /** When the public copy was complete; its URL is shown from then on. */
  readonly publishedAt?: string | undefined;
  /** When an earlier version was published: the URL stays, while the copy is overwritten. */
  readonly addressedAt?: string | undefined;
  /** Its re-encoded copies, or why there are none. */
  readonly variants?: FileVariants | undefined;
  /** Which variants were published, by their `recipesId`, and when. */
  readonly publishedVariants?: { readonly recipesId: string; readonly at: string } | undefined;
  /** When reconcile last requested the variants. */
  readonly variantsAskedAt?: string | undefined;
}

/** Validated and refused; its object is deleted. */
export interface RejectedFile extends FileBase {
  readonly status: 'rejected';
  readonly contentType: string;
  readonly sha256?: string | undefined;
  readonly verdict: Verdict;
  readonly rejectedAt: string;
  /** When the record is deleted. */
  readonly keptUntil: string;
}

/** A tombstone: no object may live under its key any more. */
export interface DeletedFile extends FileBase {
  readonly status: 'deleted';
  readonly contentType: string;
  readonly deletedAt: string;
  /** The number of the version that the file had. */
  readonly version?: number | undefined;
  /** The file that replaced this one and receives its grants and links; only releases before 0.3 wrote it. */
  readonly replacedBy?: string | undefined;
  /** The time limit that ended the file: that of its upload, or that of its collection or claim. */
  readonly expired?: 'upload' | 'retention' | undefined;
  /** When the record is deleted. */
  readonly keptUntil: string;
}

/** The record of an upload whose bytes became a version of another file: it pins them under its own key. */
export interface MergedUpload extends FileBase {
  readonly status: 'merged';
  readonly contentType: string;
  readonly versionId: string;
  readonly verdict: Verdict;
  /** The file whose content the bytes became. */
  readonly mergedInto: string;
  /** The number of the version that they are of that file. */
  readonly version: number;
}

/** A file as callers know it. */
export type VisibleFile = PendingFile | ReadyFile | RejectedFile | DeletedFile;

/** One record and one object. */
export type FileRecord = VisibleFile | MergedUpload;

/** A verdict about one version of the object, at one moment. */
export interface Settlement {
  readonly versionId: string;
  readonly verdict: Verdict;
  /** ISO time of the decision. */
  readonly at: string;
  /** How long the record of a refused file is kept. */
  readonly keptUntil: string;
  /** How long the content that is replaced is kept; absent when it is purged at once. */
  readonly replacedUntil?: string | undefined;
  /** What the collection demands of accepted bytes before they are readable. */
  readonly scan?: ScanDemand | undefined;
}

/** Rejected or deleted: it must have no grants or links. */
export type TerminalFile = RejectedFile | DeletedFile;

/** Whether a file is rejected or deleted. */
export const isTerminal = (file: FileRecord): file is TerminalFile =>
  file.status === 'rejected' || file.status === 'deleted';

/** Whether the file counts against its owner's quota: it does from claim to refusal or deletion. */
export const countsAsUsed = ({ status }: FileRecord): boolean =>
  status === 'pending' || status === 'ready';

/** Whether this version was judged and is served, kept or scanned; any other version of the key must be deleted. */
export const isPinned = (file: FileRecord | undefined, versionId: string): boolean => {
  if (file?.status === 'merged') return file.versionId === versionId;
  if (file?.status !== 'ready') return scannedVersion(file) === versionId;
  return [file, ...(file.versions ?? [])].some((content) => content.versionId === versionId);
};

/** When the upload or the import of a file began, ISO 8601. */
export const begunAt = ({ imported, createdAt }: FileRecord): string => imported?.at ?? createdAt;

/** Whether the bytes have arrived and were judged, so that there is nothing left to send. */
export const hasArrived = (file: FileRecord): boolean =>
  file.status !== 'pending' || scannedVersion(file) !== undefined;

/** The version that waits for its scanner or for a decision; every other version of the key is deleted. */
export const scannedVersion = (file: FileRecord | undefined): string | undefined =>
  file?.status === 'pending' && file.scan && file.scan.state !== 'reported'
    ? file.scan.versionId
    : undefined;

/** Whether this version waits for the result of its scan. A held one waits for a person. */
export const isBeingScanned = (file: FileRecord | undefined, versionId: string): boolean =>
  file?.status === 'pending' && file.scan?.state === 'running' && file.scan.versionId === versionId;
