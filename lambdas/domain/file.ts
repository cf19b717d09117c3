// The record: one file from claim to end, a union on `status`, and the pure transitions between its states.
import type { Visibility } from './collection.ts';
import type { PartPlan } from './parts.ts';
import { endScan, type Scan, type ScanDemand, type ScanEnding, scannedVersion } from './scan.ts';
import { hoursAfter } from './time.ts';
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

/** What a settlement without a scan writes into a pending record; `expiresAt`, `multipart`, `replaces` and `scan` go. */
export const settledFields = ({ versionId, verdict, at, keptUntil }: Settlement) =>
  verdict.outcome === 'accepted'
    ? ({
        status: 'ready',
        contentType: verdict.detectedType ?? verdict.declaredType,
        versionId,
        verdict,
        readyAt: at,
      } as const)
    : ({ status: 'rejected', verdict, rejectedAt: at, keptUntil } as const);

/** What the begin of a scan writes into a pending record; `multipart` goes. */
export const scanningFields = ({ versionId, verdict, at, scan }: Settlement) =>
  ({
    expiresAt: at,
    scan: {
      state: 'running',
      versionId,
      verdict,
      askedAt: at,
      until: hoursAfter(new Date(at), scan?.timeoutHours ?? 0),
    },
  }) as const;

/** Whether a settlement leaves the file pending until its malware scan has ended. */
export const isToBeScanned = ({ scan, verdict }: Settlement): boolean =>
  scan !== undefined && verdict.outcome === 'accepted';

/**
 * Whether a settlement applies to the record as it stands: only a pending file of which no version is being scanned is
 * settled, and it becomes ready only with exactly the bytes it claimed. A store makes this its write condition.
 */
export const maySettle = (file: FileRecord | undefined, { verdict }: Settlement): boolean =>
  file?.status === 'pending' &&
  scannedVersion(file) === undefined &&
  (verdict.outcome === 'rejected' || verdict.size === file.size);

/**
 * Settles a file: pending becomes ready or rejected, or waits for its scan and takes the result that may have come
 * before; a duplicate or late settlement changes nothing.
 */
export function settle(file: FileRecord, settlement: Settlement): FileRecord {
  if (file.status !== 'pending' || !maySettle(file, settlement)) return file;
  if (!settlement.scan || !isToBeScanned(settlement)) return finish(file, settlement);
  const { multipart: _parts, ...kept } = file;
  const waiting: PendingFile = { ...kept, ...scanningFields(settlement) };
  if (file.scan?.state !== 'reported') return waiting;
  return applyScan(waiting, { ...settlement, ...settlement.scan, result: file.scan.result });
}

/** Applies a scanner's result to a file, see `endScan`. */
export const applyScan = (file: FileRecord, ending: ScanEnding): FileRecord =>
  endScan(file, ending, finish);

function finish(file: PendingFile, settlement: Settlement): FileRecord {
  const { expiresAt: _expiry, multipart: _parts, replaces: _old, scan: _scan, ...kept } = file;
  return { ...kept, ...settledFields(settlement) };
}

/**
 * Lets a ready file take the place of another: what hangs on that one, or is on its way to it, comes here, and so do
 * title and caption where the new file has none of its own. It is as public as that one, at a path of its own.
 */
export const succeed = (file: ReadyFile, old: ReadyFile): ReadyFile => ({
  ...file,
  title: file.title ?? old.title,
  caption: file.caption ?? old.caption,
  predecessors: new Set([old.id, ...(old.predecessors ?? [])]),
  visibility: old.visibility,
  publicToken: old.visibility === 'public' ? file.publicToken : undefined,
});

/** Deletes a file in any state: what arrives under its key from now on is deleted as well. */
export function remove(
  { id, collection, owner, key, filename, title, caption, size, contentType, ...file }: FileRecord,
  { at, keptUntil, replacedBy }: { at: string; keptUntil: string; replacedBy?: string },
): DeletedFile {
  const { createdAt, revision } = file;
  // Only a ready file can have been published.
  const publicToken = file.status === 'ready' ? file.publicToken : undefined;
  const identity = { id, collection, owner, key, filename, title, caption, size, contentType };
  return {
    ...identity,
    createdAt,
    revision,
    publicToken,
    status: 'deleted',
    deletedAt: at,
    replacedBy,
    keptUntil,
  };
}

/** A file that is no more: nothing may hang on it. */
export type EndedFile = RejectedFile | DeletedFile;

/** Whether a file is no more. */
export const hasEnded = (file: FileRecord): file is EndedFile =>
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
