// The relay: what one service refuses, or a failure in between, has exactly the right changes delivered again.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { putEventsWith } from '../lambdas/aws/bus/put-events.ts';
import { itemOf } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { changesInStream } from '../lambdas/aws/events/dynamo-stream.ts';
import { sendHandOffsWith } from '../lambdas/aws/queues/send-hand-offs.ts';
import type { FileRecord } from '../lambdas/domain/file.ts';
import { settle } from '../lambdas/domain/transitions.ts';
import { relayChanges } from '../lambdas/relay-changes/relay-changes.ts';
import { pendingFile, settlement } from './aws/records.ts';

const sqs = mockClient(SQSClient);
const eventBridge = mockClient(EventBridgeClient);
afterAll(() => {
  sqs.restore();
  eventBridge.restore();
});
const config = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'ASIATEST', secretAccessKey: 'test-secret' },
};
const handler = changesInStream(
  relayChanges({
    config: { collections: {} },
    mediaOrigin: 'https://media.example.com',
    sendHandOffs: sendHandOffsWith(new SQSClient(config), { publications: 'https://sqs/p' }),
    putEvents: putEventsWith(new EventBridgeClient(config), {
      name: 'bus',
      source: 'airlock.Shop',
    }),
  }),
);

beforeEach(() => {
  sqs.reset();
  eventBridge.reset();
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
  eventBridge
    .on(PutEventsCommand)
    .callsFake(({ Entries }) => ({ Entries: Entries.map(() => ({ EventId: 'e' })) }));
});

/** The record of a change from one file to another. */
const change = (before: FileRecord, after: FileRecord, sequence: number) => ({
  eventName: 'MODIFY' as const,
  dynamodb: {
    SequenceNumber: String(sequence),
    OldImage: itemOf(before) as never,
    NewImage: itemOf(after) as never,
  },
});
const publicFile = () =>
  pendingFile({ visibility: 'public', publicToken: 'AbCdEfGhIjKlMnOpQrS_-9' });
const settled = (sequence: number, file = pendingFile()) =>
  change(file, settle(file, settlement('v1', 'accepted')), sequence);
const failedAt = async (...records: ReturnType<typeof change>[]) =>
  (await handler({ Records: records })).batchItemFailures.map(
    ({ itemIdentifier }) => itemIdentifier,
  );
const entries = () =>
  eventBridge.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries ?? []);

it('puts each outcome on the bus and queues each publication', async () => {
  expect(await failedAt(settled(1), settled(2, publicFile()))).toEqual([]);
  expect(entries()).toMatchObject([
    { EventBusName: 'bus', Source: 'airlock.Shop', DetailType: 'FileReady' },
    { DetailType: 'FileReady' },
  ]);
  const [call] = sqs.commandCalls(SendMessageBatchCommand);
  expect(call?.args[0].input).toMatchObject({
    QueueUrl: 'https://sqs/p',
    Entries: [
      {
        MessageBody: expect.stringMatching(/^\{"fileId":"[\w-]{36}","publicToken":"[\w-]{22}"\}$/),
      },
    ],
  });
});

it('asks for nothing where nothing follows from a change', async () => {
  const file = pendingFile();
  expect(await failedAt(change(file, { ...file, title: 'A title', revision: 2 }, 1))).toEqual([]);
  expect(sqs.calls()).toEqual([]);
  expect(eventBridge.calls()).toEqual([]);
});

it('the relay has a batch delivered again from the first event that EventBridge refused', async () => {
  eventBridge.on(PutEventsCommand).resolves({
    FailedEntryCount: 1,
    Entries: [{ EventId: 'e' }, { ErrorCode: 'ThrottlingException' }, { EventId: 'e' }],
  });
  expect(await failedAt(settled(1), settled(2), settled(3))).toEqual(['2']);
});

it('the relay has a batch delivered again from its first event when EventBridge does not answer, and queues the rest', async () => {
  eventBridge.on(PutEventsCommand).rejects(new Error('down'));
  expect(await failedAt(settled(1, publicFile()), settled(2))).toEqual(['1']);
  expect(sqs.commandCalls(SendMessageBatchCommand)).toHaveLength(1);
});

it('the relay has a batch delivered again from the publication that SQS refused, and emits its events', async () => {
  sqs.on(SendMessageBatchCommand).resolves({
    Successful: [],
    Failed: [{ Id: '1', SenderFault: false, Code: 'InternalError' }],
  });
  const records = [settled(1), settled(2, publicFile()), settled(3, publicFile())];
  expect(await failedAt(...records)).toEqual(['3']);
  expect(entries()).toHaveLength(3);
});

it('treats an entry without an answer as refused', async () => {
  eventBridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: 'e' }] });
  expect(await failedAt(settled(1), settled(2))).toEqual(['2']);
});

it('sends at most ten in one request', async () => {
  const records = Array.from({ length: 25 }, (_, index) => settled(index, publicFile()));
  expect(await failedAt(...records)).toEqual([]);
  const sizes = (calls: readonly { readonly args: readonly [{ readonly input: object }] }[]) =>
    calls.map(({ args }) => (args[0].input as { Entries: unknown[] }).Entries.length);
  expect(sizes(eventBridge.commandCalls(PutEventsCommand) as never)).toEqual([10, 10, 5]);
  expect(sizes(sqs.commandCalls(SendMessageBatchCommand) as never)).toEqual([10, 10, 5]);
});

it('gives a change that is delivered twice the same event ids', async () => {
  const record = settled(1);
  await failedAt(record);
  await failedAt(record);
  const ids = entries().map(({ Detail }) => JSON.parse(Detail ?? '').id);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});
