// BatchGetItem answers that no engine gives on demand: unprocessed keys, and answers without items.
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { toItem } from '../../../lambdas/aws/dynamodb/dynamo-items.ts';
import { readItems } from '../../../lambdas/aws/dynamodb/read-items.ts';
import { MAX_ATTEMPTS } from '../../../lambdas/aws/dynamodb/retry.ts';
import { ThrottledError } from '../../../lambdas/domain/errors.ts';
import 'aws-sdk-client-mock-vitest/extend';

const table = 'files';
const keys = [
  { pk: 'FILE#1', sk: 'FILE' },
  { pk: 'FILE#2', sk: 'FILE' },
] as const;
const [first, second] = [toItem(keys[0]), toItem(keys[1])];
const unprocessed = (...Keys: (typeof first)[]) => ({ [table]: { Keys } });

const dynamo = mockClient(DynamoDBClient);
afterAll(() => dynamo.restore());
const read = () => readItems(new DynamoDBClient({ region: 'eu-west-1' }), table, keys);

// Jitter that is always zero, so that no test waits.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  dynamo.reset();
  vi.restoreAllMocks();
});

it('reads again only the keys that DynamoDB left unprocessed, and returns the items of both answers', async () => {
  dynamo
    .on(BatchGetItemCommand)
    .resolvesOnce({ Responses: { [table]: [first] }, UnprocessedKeys: unprocessed(second) })
    .resolvesOnce({ Responses: { [table]: [second] }, UnprocessedKeys: {} });
  expect(await read()).toEqual([first, second]);
  expect(dynamo).toHaveReceivedNthCommandWith(BatchGetItemCommand, 2, {
    RequestItems: { [table]: { Keys: [second], ConsistentRead: true } },
  });
  expect(dynamo).toHaveReceivedCommandTimes(BatchGetItemCommand, 2);
});

it('throws a ThrottledError after a bounded number of requests when keys stay unprocessed', async () => {
  dynamo
    .on(BatchGetItemCommand)
    .resolves({ Responses: { [table]: [] }, UnprocessedKeys: unprocessed(first, second) });
  await expect(read()).rejects.toThrow(ThrottledError);
  expect(dynamo).toHaveReceivedCommandTimes(BatchGetItemCommand, MAX_ATTEMPTS);
});

it('returns no items for an answer that names neither items nor unprocessed keys', async () => {
  dynamo.on(BatchGetItemCommand).resolves({});
  expect(await read()).toEqual([]);
});

it('sends no request for an empty list of keys', async () => {
  expect(await readItems(new DynamoDBClient({ region: 'eu-west-1' }), table, [])).toEqual([]);
  expect(dynamo).not.toHaveReceivedCommand(BatchGetItemCommand);
});

it('throws the errors of DynamoDB that it does not handle, without a retry of its own', async () => {
  dynamo.on(BatchGetItemCommand).rejects(new Error('the connection was closed'));
  await expect(read()).rejects.toThrow('the connection was closed');
  expect(dynamo).toHaveReceivedCommandTimes(BatchGetItemCommand, 1);
});
