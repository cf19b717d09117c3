// Conditional updates whose condition fails, whose answer was lost, or whose answer is incomplete.
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { toItem } from '../../../lambdas/aws/dynamodb/dynamo-items.ts';
import { editFileWith } from '../../../lambdas/aws/dynamodb/edit-file.ts';
import { useLinkWith } from '../../../lambdas/aws/dynamodb/links.ts';
import { correctUsageWith } from '../../../lambdas/aws/dynamodb/sum-usage.ts';
import { pendingFile } from '../records.ts';
import 'aws-sdk-client-mock-vitest/extend';

const file = pendingFile();
const mock = mockClient(DynamoDBClient);
afterAll(() => mock.restore());
const client = new DynamoDBClient({ region: 'eu-west-1' });
const conditionFailed = (item?: object) =>
  new ConditionalCheckFailedException({
    $metadata: {},
    message: 'The conditional request failed',
    ...(item && { Item: toItem(item) }),
  });

afterEach(() => {
  mock.reset();
});

it('an edit whose answer was lost counts as written when the record already is what the edit produces', async () => {
  mock
    .on(UpdateItemCommand)
    .rejects(conditionFailed({ ...file, title: 'Harbour', revision: file.revision + 1 }));
  const edit = { title: 'Harbour', revision: file.revision };
  expect(await editFileWith(client, 'files')(file.id, edit)).toMatchObject({ title: 'Harbour' });
});

it('refuses an edit when another edit came first', async () => {
  mock
    .on(UpdateItemCommand)
    .rejects(conditionFailed({ ...file, title: 'Lake', revision: file.revision + 1 }));
  const edit = { title: 'Harbour', revision: file.revision };
  expect(await editFileWith(client, 'files')(file.id, edit)).toBe(false);
});

it('refuses an edit of a file without a record', async () => {
  mock.on(UpdateItemCommand).rejects(conditionFailed());
  expect(await editFileWith(client, 'files')(file.id, { title: 'x', revision: 1 })).toBe(false);
});

it('a use of a link is counted once when the answer to the first attempt was lost', async () => {
  mock.on(UpdateItemCommand).callsFake(({ ExpressionAttributeValues }) => {
    throw conditionFailed({ fileId: file.id, lastUse: ExpressionAttributeValues[':use'].S });
  });
  expect(await useLinkWith(client, 'files')('link', '2026-01-01T00:00:00.000Z')).toBe(file.id);
});

it('a link that another caller used up is not followed', async () => {
  mock.on(UpdateItemCommand).rejects(conditionFailed({ fileId: file.id, lastUse: 'another use' }));
  expect(await useLinkWith(client, 'files')('link', '2026-01-01T00:00:00.000Z')).toBeUndefined();
});

it('usage counters that have changed since they were read are not corrected', async () => {
  mock.on(UpdateItemCommand).rejects(conditionFailed());
  const counters = { bytes: 1, files: 1 };
  expect(await correctUsageWith(client, 'files')('alice', counters, counters)).toBe(false);
});

it('throws every error other than a failed condition', async () => {
  mock
    .on(UpdateItemCommand)
    .rejects(
      new ProvisionedThroughputExceededException({ $metadata: {}, message: 'throughput exceeded' }),
    );
  const counters = { bytes: 1, files: 1 };
  await expect(correctUsageWith(client, 'files')('alice', counters, counters)).rejects.toThrow(
    'throughput exceeded',
  );
});
