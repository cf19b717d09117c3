// The stream edge: a batch of changes in the table becomes one call per file that was deleted or refused.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { type EndedFile, hasEnded, type Multipart } from '../domain/file.ts';
import { logFailure } from '../log.ts';
import { fileOf, type Item } from './dynamo-items.ts';

/**
 * A Lambda handler that stops at the first purge that fails: Lambda delivers again from the lowest failed sequence
 * number (Lambda developer guide, "Reporting batch item failures").
 */
export const deletionsInStream =
  (purge: (file: EndedFile, multipart: Multipart | undefined) => Promise<void>) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of Records) {
      const file = image(record.dynamodb?.NewImage);
      if (!file || !hasEnded(file)) continue;
      const before = image(record.dynamodb?.OldImage);
      try {
        await purge(file, before?.status === 'pending' ? before.multipart : undefined);
      } catch (error) {
        logFailure({ event: 'purge_failed', fileId: file.id }, error);
        return { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(record) }] };
      }
    }
    return { batchItemFailures: [] };
  };

const image = (attributes: Record<string, unknown> | undefined) =>
  attributes?.status ? fileOf(attributes as Record<string, AttributeValue> as Item) : undefined;

const sequenceNumberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';
