// The stream edge: turns a batch of changes in the table into one call per file that needs an action.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { isTerminal, type Multipart, type TerminalFile } from '../../domain/file.ts';
import type { OutgoingVersion } from '../../domain/versions.ts';
import { logFailure } from '../../log.ts';
import type { RelayedChange, Relaying } from '../../relay-changes/relay-changes.ts';
import { fileOf, type Item, outgoingOf } from '../dynamodb/dynamo-items.ts';
import { refusalOf } from '../dynamodb/quota-refusals.ts';

type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** Purges what has ended. */
export interface Purges {
  file(file: TerminalFile, multipart: Multipart | undefined): Promise<void>;
  version(version: OutgoingVersion): Promise<void>;
}

/**
 * A Lambda handler of files that were deleted or refused, and of versions that are no longer kept. It stops at the first
 * change that fails: Lambda delivers again from the lowest failed sequence number (Lambda developer guide, "Reporting batch
 * item failures").
 */
export const purgesInStream =
  (purges: Purges): StreamHandler =>
  async ({ Records }) => {
    for (const record of Records) {
      const { NewImage, OldImage } = record.dynamodb ?? {};
      const file = image(NewImage);
      const version = endedVersion(NewImage as Item | undefined, OldImage as Item | undefined);
      try {
        if (version) await purges.version(version);
        if (file && isTerminal(file)) {
          const before = image(OldImage);
          await purges.file(file, before?.status === 'pending' ? before.multipart : undefined);
        }
      } catch (error) {
        logFailure({ event: 'purge_failed', fileId: file?.id ?? version?.fileId }, error);
        return { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(record) }] };
      }
    }
    return { batchItemFailures: [] };
  };

/** The version that the change says is no longer kept: its item was removed, or has no time until which it is kept. */
function endedVersion(after: Item | undefined, before: Item | undefined) {
  if (!after) return before && outgoingOf(before);
  return after.keptUntil ? undefined : outgoingOf(after);
}

/** A Lambda handler that relays a batch of changes as a whole, and has it delivered again from the first that failed. */
export const changesInStream =
  (relay: (changes: readonly RelayedChange[]) => Promise<Relaying>): StreamHandler =>
  async ({ Records }) => {
    const known = Records.flatMap((record) => {
      const change = changeOf(record);
      return change ? [{ record, change }] : [];
    });
    const { failedFrom } = await relay(known.map(({ change }) => change));
    const failed = failedFrom === undefined ? undefined : known[failedFrom]?.record;
    return { batchItemFailures: failed ? [{ itemIdentifier: sequenceNumberOf(failed) }] : [] };
  };

/** The change that a record reports; undefined for one of an item that is neither a file nor a refusal. */
function changeOf(record: DynamoDBRecord): RelayedChange | undefined {
  const { NewImage, OldImage } = record.dynamodb ?? {};
  const sequence = sequenceNumberOf(record);
  const refusal = NewImage && refusalOf(NewImage as Item);
  if (refusal) return { kind: 'refusal', refusal, sequence };
  const after = image(NewImage);
  return after && { kind: 'file', before: image(OldImage), after, sequence };
}

const image = (attributes: Record<string, unknown> | undefined) =>
  attributes?.status ? fileOf(attributes as Record<string, AttributeValue> as Item) : undefined;

const sequenceNumberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';
