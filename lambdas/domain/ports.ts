// The ports of the use cases, in terms of the domain. Each port is one function, so that a bundle contains only what its
// Lambda calls; the adapters are in ../aws.
import type { FileAccess, Grantee, Principal } from './access.ts';
import type { Quota, Visibility } from './collection.ts';
import type { DeletedFile, FileRecord, PendingFile, Settlement, VisibleFile } from './file.ts';
import type { Link, UsedLink } from './link.ts';
import type { Metadata } from './metadata.ts';
import type { Completion, StoredPart } from './parts.ts';
import type { Usage } from './quota.ts';
import type { ScanResult } from './scan.ts';
import type { ScanEnding } from './transitions.ts';
import type { UploadPermission } from './upload-permission.ts';
import type { Checksum } from './verdict.ts';
import type { OutgoingVersion } from './versions.ts';

/** One version of one object. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
}

/** The current time, passed in so that rules stay pure. */
export type Now = () => Date;

/** A fresh, unguessable file id (UUID). */
export type NewId = () => string;

/** An idempotent request: the caller's key, bound to its owner, and a fingerprint of the request. */
export interface IdempotentRequest {
  readonly key: string;
  readonly fingerprint: string;
}

/** A fresh, unguessable token of a link or a public path: 128 random bits in base64url. */
export type NewToken = () => string;

/** The result of adding a file: added, a replay of its Idempotency-Key, a taken id, over quota, or nothing to replace. */
export type Addition =
  | { readonly outcome: 'added' }
  | { readonly outcome: 'replayed'; readonly fileId: string; readonly fingerprint: string }
  | { readonly outcome: 'no_room'; readonly used: Usage }
  | { readonly outcome: 'id_taken' | 'not_permitted' | 'not_replaceable' };

/**
 * Adds a new file and counts it against its owner's quota, and against the permission that it is issued by, in one write;
 * or writes nothing.
 */
export type AddFile = (
  file: PendingFile,
  limits: Quota,
  request?: IdempotentRequest,
  permission?: UploadPermission,
) => Promise<Addition>;

/** Finds a file, and whether it was shared with the principal. */
export type FindAccess = (id: string, principal: Principal) => Promise<FileAccess>;

/** Finds a file by id. */
export type FindFile = (id: string) => Promise<FileRecord | undefined>;

/** Applies a settlement if `maySettle`, and returns the record afterwards, settled or not. */
export type SettleFile = (id: string, settlement: Settlement) => Promise<FileRecord | undefined>;

/** Applies a scanner's result under `endScan`, and returns the record afterwards, changed or not. */
export type EndScan = (id: string, ending: ScanEnding) => Promise<FileRecord | undefined>;

/** Requests the scan again, unless the file no longer waits for it. */
export type AskAgain = (file: PendingFile, at: string) => Promise<void>;

/** Finds the result that a scanner stored for one version; undefined when there is none yet. */
export type FindScanResult = (version: ObjectVersion) => Promise<ScanResult | undefined>;

/** Scans one version now. Throws when the scanner cannot be reached or returns an invalid response: that is no result. */
export type ScanVersion = (version: ObjectVersion, size: number) => Promise<ScanResult>;

/**
 * Overwrites a file that has not changed since it was read with a tombstone, and releases its quota, in one write.
 * False when the file has changed: read it again and decide again.
 */
export type RemoveFile = (file: FileRecord, tombstone: DeletedFile) => Promise<boolean>;

/** What an edit changes; null removes a text or all metadata. */
export interface Edit {
  readonly title?: string | null | undefined;
  readonly caption?: string | null | undefined;
  /** Takes the place of all metadata; null removes it. */
  readonly metadata?: Metadata | null | undefined;
  /** Becomes public, under this token unless an earlier copy is still being withdrawn, or private again. */
  readonly publication?: { readonly visibility: Visibility; readonly publicToken: string };
  /** The revision that the edit is based on. */
  readonly revision: number;
}

/** Edits a file that is at that revision; false when it was edited or deleted since. */
export type EditFile = (id: string, edit: Edit) => Promise<VisibleFile | false>;

/** A right to read one file. */
export interface Grant {
  readonly principal: Grantee;
  readonly grantedBy: string;
  readonly grantedAt: string;
}

/** The result of adding a grant or a link: it is stored, the file was deleted since it was read, or the file has too many. */
export type SharingAddition = 'added' | 'gone' | 'full';

/** Shares a file, unless it has `limit` grants. Idempotent. */
export type AddGrant = (fileId: string, grant: Grant, limit: number) => Promise<SharingAddition>;

/** Removes a grant. Idempotent: a missing grant is ignored. False when the file was deleted since it was read. */
export type RemoveGrant = (fileId: string, principal: Grantee) => Promise<boolean>;

/** One page of a list that is not of files. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** One page of a file's grants, by name. */
export type ListGrants = (fileId: string, limit: number, after?: string) => Promise<Page<Grant>>;

/** Stores a link to a ready file, unless `limit` links lead to it. */
export type AddLink = (link: Link, limit: number) => Promise<SharingAddition>;

/**
 * Revokes a link. Idempotent: a missing link, or one of another file, is ignored. False when the file was deleted since it
 * was read.
 */
export type RemoveLink = (fileId: string, linkId: string) => Promise<boolean>;

/** One page of a file's links. */
export type ListLinks = (fileId: string, limit: number, after?: string) => Promise<Page<Link>>;

/** Counts one use of a link that exists, is not expired and has uses left; returns the id of its file. */
export type UseLink = (linkId: string, at: string) => Promise<string | undefined>;

/** Finds a link by its id without using it; undefined once it is revoked, or removed after it expired. */
export type FindLink = (linkId: string) => Promise<UsedLink | undefined>;

/** Finds how much an owner has stored. */
export type FindUsage = (owner: string) => Promise<Usage>;

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
      /** The Content-Type that the object was stored with, which is the uploader's claim. */
      readonly contentType: string;
    }
  | undefined
>;

/** S3's own checksum of one version; undefined when it keeps none, or the version no longer exists. */
export type ReadChecksum = (version: ObjectVersion) => Promise<Checksum | undefined>;

/** Deletes one version for good; deleting it again changes nothing. */
export type DeleteVersion = (version: ObjectVersion) => Promise<void>;

/** Signs a URL of one version, with the headers of its response. */
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

/** Creates an upload in parts with a fixed content type and checksum algorithm; returns its uploadId. */
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

/** Completes an upload from S3's own parts. */
export type CompleteMultipart = (
  upload: MultipartUpload,
  parts: readonly StoredPart[],
  size: number,
) => Promise<Completion>;

/** Aborts an upload and frees its parts; aborting it again changes nothing. */
export type AbortMultipart = (upload: MultipartUpload) => Promise<void>;

/** Whether an object of this key exists. */
export type ObjectExists = (key: string) => Promise<boolean>;

/** Every version of an object, delete markers included. */
export type ListVersions = (key: string) => Promise<readonly ObjectVersion[]>;

/**
 * Deletes the grants, links and kept versions beside the record of a file that ended. `successor` is in tombstones of
 * releases before 0.3: grants and links move to that file.
 */
export type RemoveBeside = (fileId: string, successor?: string) => Promise<void>;

/** Forgets a version whose bytes are purged and releases its quota; the record of its upload becomes a tombstone. Idempotent. */
export type ForgetVersion = (
  version: OutgoingVersion,
  tombstone: { readonly at: string; readonly keptUntil: string },
) => Promise<void>;

/** A version as a listing shows it. */
export interface ListedVersion extends ObjectVersion {
  readonly lastModified: string;
}

/** A page of a walk; `next` is the position of the next page, absent at the end. */
export interface Walk<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

/** Walks every version in the bucket, delete markers included, a page at a time. */
export type WalkVersions = (from?: string) => Promise<Walk<ListedVersion>>;

/**
 * Walks every record in the table, a page at a time, and returns the ids of files that have grants or links, and of
 * settled files that are not in the lists of settled files, or in those of pending files.
 */
export type WalkFiles = (from?: string) => Promise<
  Walk<FileRecord> & {
    readonly sharedIds: readonly string[];
    readonly misplacedIds: readonly string[];
  }
>;

/** Moves a file into the lists of settled files; does nothing when it is not settled. */
export type PlaceFile = (file: FileRecord) => Promise<void>;

/** Walks every owner's counters, a page at a time. */
export type WalkUsages = (from?: string) => Promise<Walk<Usage & { readonly owner: string }>>;

/** Finds many records at once. */
export type FindFiles = (ids: readonly string[]) => Promise<ReadonlyMap<string, FileRecord>>;

/** Finds which of these files were shared with the principal. */
export type FindGranted = (
  ids: readonly string[],
  principal: Principal,
) => Promise<ReadonlySet<string>>;

/** Whether exactly this version exists. */
export type VersionExists = (version: ObjectVersion) => Promise<boolean>;

/** Sums up the records of an owner. */
export type SumUsage = (owner: string) => Promise<Usage>;

/** Corrects an owner's counters; false when they have changed since they were read. */
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
export type ListAssets = (release: Release) => Promise<readonly string[]>;

/** Removes assets, or restores removed ones. Idempotent. */
export type ChangeAssets = (paths: readonly string[]) => Promise<void>;

/** Deletes the record of a release. */
export type DeleteRelease = (release: Release) => Promise<void>;
