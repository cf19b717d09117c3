// The stream edge: turns a batch of changes in the table into one call per file that needs an action.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import {
  type FileRecord,
  isTerminal,
  type Multipart,
  type PendingFile,
  type TerminalFile,
} from '../../domain/file.ts';
import { logFailure } from '../../log.ts';
import { fileOf, type Item } from '../dynamodb/dynamo-items.ts';

type StreamHandler = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/** A Lambda handler of files that were deleted or refused. */
export const deletionsInStream = (
  purge: (file: TerminalFile, multipart: Multipart | undefined) => Promise<void>,
): StreamHandler =>
  inOrder('purge_failed', async (file, before) => {
    if (!isTerminal(file)) return;
    await purge(file, before?.status === 'pending' ? before.multipart : undefined);
  });

/** A Lambda handler of files whose scan was requested; an edit of a file that waits for its scan is not a new request. */
export const scansInStream = (
  scan: (file: PendingFile, versionId: string) => Promise<void>,
): StreamHandler =>
  inOrder('scan_failed', async (file, before) => {
    const asked = askedScan(file);
    if (file.status !== 'pending' || !asked) return;
    if (before && askedScan(before)?.askedAt === asked.askedAt) return;
    await scan(file, asked.versionId);
  });

/** A Lambda handler of files whose public copy may have to be created or deleted. */
export const publicationsInStream = (
  publish: (fileId: string) => Promise<unknown>,
): StreamHandler => inOrder('publish_failed', ({ id }) => publish(id));

const askedScan = (file: FileRecord) =>
  file.status === 'pending' && file.scan?.state === 'running' ? file.scan : undefined;

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
