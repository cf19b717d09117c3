// The events about files, which Airlock emits when the record of a file gets an outcome. Pure; relay-changes passes the changes
// of the table's stream to it.
import { createHash } from 'node:crypto';
import { hexSha256 } from './checksum.ts';
import { type Collection, collectionOf, type Rules, type Visibility } from './collection.ts';
import type { EventType } from './event-types.ts';
import type { FileRecord, ReadyFile, VisibleFile } from './file.ts';
import { parseKey } from './key.ts';
import type { Metadata } from './metadata.ts';
import { publishedKeyOf, shouldBePublic, showsVariants } from './publication.ts';
import { type ShownVariant, showVariants } from './shown-variants.ts';
import type { Recipe } from './variant.ts';
import { isMade, recipesFor, variantsOf } from './variants.ts';
import type { Reason, Verdict } from './verdict.ts';
import { versionOf } from './versions.ts';

/** The version of the events' schema; a change that a receiver could notice as an error gets the next one. */
export const EVENT_VERSION = 1;

/** What every event says. */
interface EventBase {
  readonly version: typeof EVENT_VERSION;
  /** Identifies the event: the same in each of its deliveries. */
  readonly id: string;
  /** When the outcome was recorded, ISO 8601 in UTC. */
  readonly time: string;
  /** 40 digits. Of two events about one file, the later has the larger one, compared as text. */
  readonly sequence: string;
}

/** The file as an event shows it: as it was recorded with the outcome. */
export interface EventFile {
  readonly id: string;
  readonly collection: string;
  readonly owner: string;
  readonly status: VisibleFile['status'];
  readonly filename: string;
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
  readonly metadata?: Metadata | undefined;
  /** Counts the contents that the file has had. */
  readonly version: number;
  /** Bytes. */
  readonly size: number;
  /** The detected type of a ready file, else the claimed one. */
  readonly contentType: string;
  readonly createdAt: string;
  readonly visibility: Visibility;
  readonly readyAt?: string | undefined;
  /** When the file is deleted, where it is kept for a limited time. */
  readonly expiresAt?: string | undefined;
  /** SHA-256 of the whole file in hex, where it is known. */
  readonly sha256?: string | undefined;
  /** Address of a published file. */
  readonly url?: string | undefined;
  /** Re-encoded copies of an image by their names, once they exist. */
  readonly variants?: Readonly<Record<string, ShownVariant>> | undefined;
}

/** Why a file was refused. */
export interface EventVerdict {
  readonly reason?: Reason | undefined;
  /** One sentence for people. */
  readonly detail?: string | undefined;
  readonly declaredType: string;
  readonly detectedType?: string | undefined;
}

/** An event about one file. */
export type FileEvent = EventBase & { readonly file: EventFile } & (
    | { readonly type: 'FileReady' }
    | { readonly type: 'FileRejected'; readonly verdict: EventVerdict }
    | { readonly type: 'FilePublished' }
    | { readonly type: 'FileVariantsReady' }
    /** `replacedBy` is the id of the upload that brought the new content. */
    | { readonly type: 'FileReplaced'; readonly replacedBy: string }
    | { readonly type: 'FileDeleted' }
    | { readonly type: 'FileExpired'; readonly expired: 'upload' | 'retention' }
  );

/** A change of one record, as the table's stream reports it. */
export interface Change {
  readonly before: FileRecord | undefined;
  readonly after: FileRecord | undefined;
  /** Digits that grow with every change of the record. */
  readonly sequence: string;
}

/** Digits of a sequence; those of a DynamoDB stream have at most 40 (DynamoDB API reference, "StreamRecord"). */
const SEQUENCE_DIGITS = 40;

/** The sequence of an event, comparable as text. */
export const sequenceOf = (sequence: string): string => sequence.padStart(SEQUENCE_DIGITS, '0');

/** The id of an event: one change of one record has at most one event of a type. */
export const eventId = (type: EventType, subject: string, sequence: string): string =>
  `evt_${createHash('sha256').update(`${type}\n${subject}\n${sequence}`).digest('base64url').slice(0, 32)}`;

/** An outcome: its type, its time and the fields of its type. */
type Outcome = OutcomeOf<FileEvent>;
type OutcomeOf<Event> = Event extends FileEvent
  ? Omit<Event, 'version' | 'id' | 'sequence' | 'file'>
  : never;

/**
 * The events that follow from a change: one for each outcome that the record did not have before. A change without a new
 * outcome, such as an edit, has none, and so has the end of a tombstone.
 */
export function eventsOf(
  { before, after, sequence }: Change,
  mediaOrigin: string,
  rules: Pick<Rules, 'collections'>,
): FileEvent[] {
  // When an upload is merged, the outcome belongs to the file that it replaces.
  if (!before || !after || after.status === 'merged') return [];
  const collection = collectionOf(rules, after.collection);
  return outcomesOf(before, after, collection).map((outcome) => ({
    version: EVENT_VERSION,
    id: eventId(outcome.type, after.id, sequence),
    sequence: sequenceOf(sequence),
    file: viewOf(before, after, mediaOrigin, collection),
    ...outcome,
  }));
}

function outcomesOf(
  before: FileRecord,
  after: VisibleFile,
  collection: Collection | undefined,
): Outcome[] {
  switch (after.status) {
    case 'pending':
      return [];
    case 'ready':
      return [
        ...becameReady(before, after),
        ...becamePublic(before, after),
        ...gotVariants(before, after, collection),
      ];
    case 'rejected': {
      if (before.status === 'rejected') return [];
      const { rejectedAt: time, verdict } = after;
      return [{ type: 'FileRejected', time, verdict: summaryOf(verdict) }];
    }
    case 'deleted': {
      // A merged upload ends when the version that its bytes became is purged; the file stays.
      if (before.status === 'deleted' || before.status === 'merged') return [];
      const { deletedAt: time, replacedBy, expired } = after;
      if (replacedBy) return [{ type: 'FileReplaced', time, replacedBy }];
      return [expired ? { type: 'FileExpired', time, expired } : { type: 'FileDeleted', time }];
    }
  }
}

function becameReady(before: FileRecord, after: ReadyFile): Outcome[] {
  if (before.status !== 'ready') return [{ type: 'FileReady', time: after.readyAt }];
  if (versionOf(before) === versionOf(after)) return [];
  const replacedBy = parseKey(after.key)?.id ?? after.id;
  return [{ type: 'FileReplaced', time: after.readyAt, replacedBy }];
}

function becamePublic(before: FileRecord, after: ReadyFile): Outcome[] {
  const wasPublished = before.status === 'ready' && before.publishedAt !== undefined;
  if (wasPublished || !after.publishedAt || !shouldBePublic(after)) return [];
  return [{ type: 'FilePublished', time: after.publishedAt }];
}

/** Variants are announced when they can be fetched: those of a public file once they are published. */
function gotVariants(
  before: FileRecord,
  after: ReadyFile,
  collection: Collection | undefined,
): Outcome[] {
  const recipes = recipesFor(after.contentType, collection);
  if (!hasUsable(after, recipes) || hasUsable(before, recipes)) return [];
  const published = shouldBePublic(after) ? after.publishedVariants?.at : undefined;
  const time = published ?? after.variants?.madeAt ?? after.readyAt;
  return [{ type: 'FileVariantsReady', time }];
}

const hasUsable = (file: FileRecord, recipes: readonly Recipe[]): boolean =>
  file.status === 'ready' &&
  recipes.length > 0 &&
  isMade(file, recipes) &&
  variantsOf(file).length > 0 &&
  (!shouldBePublic(file) || showsVariants(file));

/** Bounded, whatever was found in the file: the whole verdict is in the answer of `GET /files/{id}`. */
const summaryOf = ({ reason, detail, declaredType, detectedType }: Verdict): EventVerdict => ({
  reason,
  detail,
  declaredType,
  detectedType,
});

/** The file with the outcome. A tombstone lacks the fields of a ready file, which are read from the record before the change. */
function viewOf(
  before: FileRecord,
  after: VisibleFile,
  mediaOrigin: string,
  collection: Collection | undefined,
): EventFile {
  const key = publishedKeyOf(after, collection);
  const ready = [after, before].find((file): file is ReadyFile => file.status === 'ready');
  return {
    id: after.id,
    collection: after.collection,
    owner: after.owner,
    status: after.status,
    filename: after.filename,
    title: after.title,
    caption: after.caption,
    metadata: after.metadata,
    version: versionOf({ version: ready?.version }),
    size: after.size,
    contentType: after.contentType,
    createdAt: after.createdAt,
    visibility: (ready ?? after).visibility ?? 'private',
    readyAt: ready?.readyAt,
    expiresAt: ready?.retainUntil,
    sha256: hexSha256(ready?.verdict.checksum),
    url: key === undefined ? undefined : `${mediaOrigin}/${key}`,
    variants: after.status === 'ready' ? showVariants(after, mediaOrigin) : undefined,
  };
}
