// Transactions that DynamoDB cancels for reasons that no engine produces on demand.
import {
  DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MAX_ATTEMPTS } from '../../../lambdas/aws/dynamodb/retry.ts';
import { writeTogether } from '../../../lambdas/aws/dynamodb/write-together.ts';
import { ThrottledError } from '../../../lambdas/domain/errors.ts';
import { cancelled } from '../cancelled.ts';
import 'aws-sdk-client-mock-vitest/extend';

const dynamo = mockClient(DynamoDBClient);
afterAll(() => dynamo.restore());
const write = () => writeTogether(new DynamoDBClient({ region: 'eu-west-1' }), []);

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  dynamo.reset();
  vi.restoreAllMocks();
});

it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
  'retries a transaction that was cancelled by %s until it is written',
  async (code) => {
    dynamo
      .on(TransactWriteItemsCommand)
      .rejectsOnce(cancelled('None', code))
      .rejectsOnce(cancelled(code, 'None'))
      .resolves({});
    expect(await write()).toBeUndefined();
    expect(dynamo).toHaveReceivedCommandTimes(TransactWriteItemsCommand, 3);
  },
);

it('throws a ThrottledError after a bounded number of conflicts', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled('TransactionConflict'));
  await expect(write()).rejects.toThrow(ThrottledError);
  expect(dynamo).toHaveReceivedCommandTimes(TransactWriteItemsCommand, MAX_ATTEMPTS);
});

it('returns the reasons when a condition failed, also beside a conflict, and sends no second transaction', async () => {
  dynamo
    .on(TransactWriteItemsCommand)
    .rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'));
  expect(await write()).toEqual([
    { Code: 'TransactionConflict' },
    { Code: 'ConditionalCheckFailed' },
  ]);
  expect(dynamo).toHaveReceivedCommandTimes(TransactWriteItemsCommand, 1);
});

it('throws a cancellation whose reasons cannot change, such as a validation error', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled('ValidationError'));
  await expect(write()).rejects.toThrow('ValidationError');
});

it('throws a cancellation that names no reasons', async () => {
  dynamo
    .on(TransactWriteItemsCommand)
    .rejects(new TransactionCanceledException({ $metadata: {}, message: 'no reasons' }));
  await expect(write()).rejects.toThrow('no reasons');
});
