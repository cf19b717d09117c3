// The stream edge: turns a batch of changes in the table into one call per file that needs an action.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import {
  type FileRecord,
  isTerminal,
  type Multipart,
  type TerminalFile,
} from '../../domain/file.ts';
import { logFailure } from '../../log.ts';
import type { RelayedChange, Relaying } from '../../relay-changes/relay-changes.ts';
import { fileOf, type Item } from '../dynamodb/dynamo-items.ts';
import { refusalOf } from '../dynamodb/quota-refusals.ts';

type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** A Lambda handler of files that were deleted or refused. */
export const deletionsInStream = (
  purge: (file: TerminalFile, multipart: Multipart | undefined) => Promise<void>,
): StreamHandler =>
  inOrder('purge_failed', async (file, before) => {
    if (!isTerminal(file)) return;
    await purge(file, before?.status === 'pending' ? before.multipart : undefined);
  });

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

/**
 * Stops at the first change that fails: Lambda delivers again from the lowest failed sequence number (Lambda developer
 * guide, "Reporting batch item failures").
 */
const inOrder =
  (
    failureEvent: string,
    act: (file: FileRecord, before: FileRecord | undefined) => Promise<unknown>,
  ): StreamHandler =>
  async ({ Records }) => {
    for (const record of Records) {
      const file = image(record.dynamodb?.NewImage);
      if (!file) continue;
      try {
        await act(file, image(record.dynamodb?.OldImage));
      } catch (error) {
        logFailure({ event: failureEvent, fileId: file.id }, error);
        return { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(record) }] };
      }
    }
    return { batchItemFailures: [] };
  };

const image = (attributes: Record<string, unknown> | undefined) =>
  attributes?.status ? fileOf(attributes as Record<string, AttributeValue> as Item) : undefined;

const sequenceNumberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';
