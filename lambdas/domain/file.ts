// The record of one file from claim to end: a union on `status`, and what can be asked of it.
import type { Visibility } from './collection.ts';
import type { PartPlan } from './parts.ts';
import type { Scan, ScanDemand } from './scan.ts';
import type { Verdict } from './verdict.ts';

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
  /** Claimed bytes; S3 accepts no other size. */
  readonly size: number;
  readonly createdAt: string;
  /** Grows with every edit, so that an edit can tell whether it is based on the last one. */
  readonly revision: number;
  /** Who is to see the file; absent means private. */
  readonly visibility?: Visibility | undefined;
  /** Random part of the public copy's path: named before the copy is made, kept until it is gone again. */
  readonly publicToken?: string | undefined;
  /** When reconciling last asked for the public side to be looked at. */
  readonly publicationAskedAt?: string | undefined;
}

/** Promised: a form was handed out, nothing has been judged. */
export interface PendingFile extends FileBase {
  readonly status: 'pending';
  /** The claimed content type. */
  readonly contentType: string;
  /** Claimed SHA-256 in base64, enforced by S3. */
  readonly sha256?: string | undefined;
  /** When the upload lapses; while it is scanned, when the scanner was asked last. */
  readonly expiresAt: string;
  /** Where its malware scan stands, where the collection demands one. */
  readonly scan?: Scan | undefined;
  /** The file that this one takes the place of once it is ready. */
  readonly replaces?: string | undefined;
  /** How the file is sent in parts; absent when it is one form post. */
  readonly multipart?: Multipart | undefined;
}

/** An upload in parts as S3 knows it. */
export interface Multipart extends PartPlan {
  readonly uploadId: string;
  /** S3 was told to demand the SHA-256 of every part. */
  readonly checksumParts: boolean;
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
  /** Files that this one replaced, whose grants and links are still on their way here. */
  readonly predecessors?: ReadonlySet<string> | undefined;
  /** When the public copy was complete; only then is its address told. */
  readonly publishedAt?: string | undefined;
}

/** Judged and refused; the object is gone. */
export interface RejectedFile extends FileBase {
  readonly status: 'rejected';
  readonly contentType: string;
  readonly sha256?: string | undefined;
  readonly verdict: Verdict;
  readonly rejectedAt: string;
  /** When the record goes. */
  readonly keptUntil: string;
}

/** A tombstone: no object may live under its key any more. */
export interface DeletedFile extends FileBase {
  readonly status: 'deleted';
  readonly contentType: string;
  readonly deletedAt: string;
  /** The file that took this one's place: grants and links go on with it. */
  readonly replacedBy?: string | undefined;
  /** When the record goes. */
  readonly keptUntil: string;
}

/** One record and one object. */
export type FileRecord = PendingFile | ReadyFile | RejectedFile | DeletedFile;

/** A verdict about one version of the object, at one moment. */
export interface Settlement {
  readonly versionId: string;
  readonly verdict: Verdict;
  /** ISO time of the decision. */
  readonly at: string;
  /** How long the record of a refused file is kept. */
  readonly keptUntil: string;
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

/** Whether this version is the one that was judged, and is served or scanned; any other version of the key must go. */
export const isPinned = (file: FileRecord | undefined, versionId: string): boolean =>
  (file?.status === 'ready' ? file.versionId : scannedVersion(file)) === versionId;

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
