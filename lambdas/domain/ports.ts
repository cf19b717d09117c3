// What the use cases need from the world, in words of the domain. Each port is one function, so that a bundle
// holds only what its function calls; the adapters are in ../aws.
import type { FileAccess, Grantee, Principal } from './access.ts';
import type { Quota, Visibility } from './collection.ts';
import type { DeletedFile, FileRecord, PendingFile, ReadyFile, Settlement } from './file.ts';
import type { Link } from './link.ts';
import type { StoredPart } from './parts.ts';
import type { Usage } from './quota.ts';
import type { ScanResult } from './scan.ts';
import type { ScanEnding } from './transitions.ts';
import type { Checksum } from './verdict.ts';

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

/** A fresh, unguessable token of a link or a public path: 128 random bits in base64url. */
export type NewToken = () => string;

/** What became of a new file: added, known already under the same Idempotency-Key, one too many, or after nothing that it could replace. */
export type Addition =
  | { readonly outcome: 'added' }
  | { readonly outcome: 'replayed'; readonly fileId: string; readonly fingerprint: string }
  | { readonly outcome: 'no_room'; readonly used: Usage }
  | { readonly outcome: 'not_replaceable' };

/** Adds a new file and counts it against its owner's quota, in one write; or writes nothing. */
export type AddFile = (
  file: PendingFile,
  limits: Quota,
  request?: IdempotentRequest,
) => Promise<Addition>;

/** Finds a file, and whether it was shared with the principal. */
export type FindAccess = (id: string, principal: Principal) => Promise<FileAccess>;

/** Finds a file by id. */
export type FindFile = (id: string) => Promise<FileRecord | undefined>;

/** Applies a settlement if `maySettle`, and gives the record as it stands afterwards, settled or not. */
export type SettleFile = (id: string, settlement: Settlement) => Promise<FileRecord | undefined>;

/** Applies a scanner's result under `endScan`, and gives the record as it stands afterwards, changed or not. */
export type EndScan = (id: string, ending: ScanEnding) => Promise<FileRecord | undefined>;

/** Notes that the scanner is asked once more, unless the file waits no longer. */
export type AskAgain = (file: PendingFile, at: string) => Promise<void>;

/** What a scanner has left behind about one version already; undefined when it has said nothing yet. */
export type FindScanResult = (version: ObjectVersion) => Promise<ScanResult | undefined>;

/** Scans one version now. Throws when the scanner cannot be reached or gives no sense: that says nothing about the file. */
export type ScanVersion = (version: ObjectVersion, size: number) => Promise<ScanResult>;

/**
 * Writes a tombstone over a file that is still as it was read, and releases its quota, in one write.
 * False when the file has changed meanwhile: read it again and decide again.
 */
export type RemoveFile = (file: FileRecord, tombstone: DeletedFile) => Promise<boolean>;

/** What an edit changes; null takes a text away. */
export interface Edit {
  readonly title?: string | null | undefined;
  readonly caption?: string | null | undefined;
  /** Becomes public, under this token unless an earlier copy is still being withdrawn, or private again. */
  readonly publication?: { readonly visibility: Visibility; readonly publicToken: string };
  /** The revision that the edit is based on. */
  readonly revision: number;
}

/** Edits a file that is still at that revision; false when it was edited or deleted meanwhile. */
export type EditFile = (id: string, edit: Edit) => Promise<FileRecord | false>;

/** A right to read one file. */
export interface Grant {
  readonly principal: Grantee;
  readonly grantedBy: string;
  readonly grantedAt: string;
}

/** A file as it was read, and the files whose grants and links may still be on their way to it. */
export type SharedFile = Pick<FileRecord, 'id'> & Pick<ReadyFile, 'predecessors'>;

/** Shares a file; again with the same grantee changes nothing. False when the file was deleted meanwhile. */
export type AddGrant = (fileId: string, grant: Grant) => Promise<boolean>;

/**
 * Takes a grant back, also one that is still on its way from a file that this one replaced; a grant that is not there
 * is as good. False when the file was deleted or replaced meanwhile.
 */
export type RemoveGrant = (file: SharedFile, principal: Grantee) => Promise<boolean>;

/** One page of a list that is not of files. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** One page of a file's grants, by name. */
export type ListGrants = (fileId: string, limit: number, after?: string) => Promise<Page<Grant>>;

/** Keeps a link to a ready file; false when the file was deleted meanwhile. */
export type AddLink = (link: Link) => Promise<boolean>;

/**
 * Takes a link back, also one that is still on its way from a file that this one replaced; a link that is not there,
 * or is another file's, is as good. False when the file was deleted or replaced meanwhile.
 */
export type RemoveLink = (file: SharedFile, linkId: string) => Promise<boolean>;

/** One page of a file's links. */
export type ListLinks = (fileId: string, limit: number, after?: string) => Promise<Page<Link>>;

/** Uses a link once, if it is known, not expired and not used up; gives the file that it leads to. */
export type UseLink = (linkId: string, at: string) => Promise<string | undefined>;

/** What an owner keeps. */
export type FindUsage = (owner: string) => Promise<Usage>;

/** Which files to list: an owner's, newest first. */
export interface ListQuery {
  readonly owner: string;
  readonly collection?: string | undefined;
  readonly status?: FileRecord['status'] | undefined;
  readonly limit: number;
  /** Where the previous page ended. */
  readonly after?: string | undefined;
}

/** One page of what was shared with one grantee, latest first; files that are no more are left out. */
export type ListShared = (query: {
  readonly grantee: Grantee;
  readonly limit: number;
  readonly after?: string | undefined;
}) => Promise<{ readonly files: readonly FileRecord[]; readonly next?: string | undefined }>;

/** One page of files; `next` is where it ended, absent on the last one. */
export type ListFiles = (
  query: ListQuery,
) => Promise<{ readonly files: readonly FileRecord[]; readonly next?: string | undefined }>;

/** A form that S3 enforces: exact key, type, size and, if claimed, SHA-256. */
export type PresignPost = (
  file: PendingFile,
  expiresInSeconds: number,
) => Promise<{ readonly url: string; readonly fields: Readonly<Record<string, string>> }>;

/** Reads at most `maxBytes` of one version from an offset; undefined when that version no longer exists. */
export type ReadRange = (
  version: ObjectVersion,
  start: number,
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

/** S3's own checksum of one version; undefined when it keeps none, or the version no longer exists. */
export type ReadChecksum = (version: ObjectVersion) => Promise<Checksum | undefined>;

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

/** Every version of an object, delete markers included. */
export type ListVersions = (key: string) => Promise<readonly ObjectVersion[]>;

/** Pending uploads that lapsed before a moment, read as they are asked for. */
export type ListLapsed = (before: string) => AsyncIterable<PendingFile>;

/** Lets go of what hangs on a deleted file: its grants and links move to its successor, or go with it. */
export type TransferSharing = (fileId: string, successor?: string) => Promise<void>;

/** A version as a listing shows it. */
export interface ListedVersion extends ObjectVersion {
  readonly lastModified: string;
}

/** A page of a walk; `next` is where to go on, absent at the end. */
export interface Walk<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** Walks every version in the bucket, delete markers included, a page at a time. */
export type WalkVersions = (from?: string) => Promise<Walk<ListedVersion>>;

/** Walks every record in the table, a page at a time, and names the files beside which grants or links lie. */
export type WalkFiles = (
  from?: string,
) => Promise<Walk<FileRecord> & { readonly sharedIds: readonly string[] }>;

/** Walks every owner's counters, a page at a time. */
export type WalkUsages = (from?: string) => Promise<Walk<Usage & { readonly owner: string }>>;

/** Finds many records at once. */
export type FindFiles = (ids: readonly string[]) => Promise<ReadonlyMap<string, FileRecord>>;

/** Whether exactly this version exists. */
export type VersionExists = (version: ObjectVersion) => Promise<boolean>;

/** Adds up what an owner's records say. */
export type SumUsage = (owner: string) => Promise<Usage>;

/** Sets an owner's counters, unless they are no longer as they were seen; false then. */
export type CorrectUsage = (owner: string, seen: Usage, right: Usage) => Promise<boolean>;

/** One release of the static side: a version of its record, which lists the assets that its documents name. */
export interface Release {
  readonly versionId: string;
  /** When the next release began to replace it, ISO 8601; absent for the current one. */
  readonly replacedAt?: string;
}

/** Every release that is still on record, newest first. */
export type ListReleases = () => Promise<readonly Release[]>;

/** Paths of the assets that a release names, relative to the site. */
export type AssetsOf = (release: Release) => Promise<readonly string[]>;

/** Takes assets away, or brings back those of them that were taken away; either way a repeat changes nothing. */
export type ChangeAssets = (paths: readonly string[]) => Promise<void>;

/** Takes a release off the record. */
export type ForgetRelease = (release: Release) => Promise<void>;
