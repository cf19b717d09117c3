// The list of owners where the table has many pages, a function refuses, or a name is not for a terminal.
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, it } from 'vitest';
import type { CallFunction } from '../../operate/call-function.ts';
import { OperateError } from '../../operate/operate-error.ts';
import { limitsBy, listOwners, type OwnerUsage } from '../../operate/owner/list-owners.ts';
import { ownerLine } from '../../operate/owner/owner-line.ts';

const client = new DynamoDBClient({ region: 'eu-west-1' });
const dynamo = mockClient(client);
afterEach(() => dynamo.reset());

const limits = { bytes: 5 * 1024 ** 3, files: 1000 };
const limitsOf = async () => limits;
const counters = (owner: string) => ({
  ...{ pk: { S: `OWNER#${owner}` }, sk: { S: 'USAGE' } },
  ...{ files: { N: '2' }, bytes: { N: '2048' } },
});
const keyOf = (owner: string) => ({ pk: { S: `OWNER#${owner}` }, sk: { S: 'USAGE' } });

async function all(after?: string): Promise<OwnerUsage[]> {
  const owners: OwnerUsage[] = [];
  for await (const owner of listOwners(client, 'table', { limitsOf, after })) owners.push(owner);
  return owners;
}

it('owners on every page of a scan are listed, empty pages included', async () => {
  const next = { pk: { S: 'FILE#1' }, sk: { S: 'FILE' } };
  dynamo
    .on(ScanCommand)
    .resolvesOnce({ Items: [counters('ann')], LastEvaluatedKey: next })
    .resolvesOnce({ Items: [], LastEvaluatedKey: next })
    .resolvesOnce({ Items: Array.from({ length: 12 }, (_, index) => counters(`person-${index}`)) });
  const owners = await all();
  expect(owners.map(({ owner }) => owner)).toEqual([
    'ann',
    ...Array.from({ length: 12 }, (_, index) => `person-${index}`),
  ]);
  expect(owners[0]).toEqual({ owner: 'ann', files: 2, bytes: 2048, limits });
  expect(dynamo.commandCalls(ScanCommand)[1]?.args[0].input.ExclusiveStartKey).toEqual(next);
});

it('a list continues behind the counters of the owner that it is given', async () => {
  dynamo.on(ScanCommand).resolves({ Items: [] });
  expect(await all('ann')).toEqual([]);
  expect(dynamo.commandCalls(ScanCommand)[0]?.args[0].input.ExclusiveStartKey).toEqual(
    keyOf('ann'),
  );
});

it('a list that DynamoDB refuses is an error for the operator', async () => {
  dynamo.on(ScanCommand).rejects(
    Object.assign(new Error('not authorized'), {
      ...{ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } },
    }),
  );
  await expect(all()).rejects.toThrow(OperateError);
  await expect(all()).rejects.toThrow('DynamoDB refused Scan: AccessDeniedException');
});

it('the limits of an owner are those that the function answers, and its refusal is an error', async () => {
  const asked: unknown[] = [];
  const call: CallFunction = async (request) => {
    asked.push(request);
    return { status: 200, body: { bytes: 0, files: 0, limits } };
  };
  expect(await limitsBy(call, 'usage')('person/a b')).toEqual(limits);
  expect(asked).toEqual([
    {
      ...{ functionName: 'usage', routeKey: 'GET /usage', path: '/usage' },
      query: 'owner=person%2Fa+b',
    },
  ]);
  const refuse: CallFunction = async () => ({ status: 403, body: { detail: 'Not for you.' } });
  await expect(limitsBy(refuse, 'usage')('ann')).rejects.toThrow('Not for you.');
});

it('an owner is one line in words, without the characters that a terminal would obey', () => {
  const usage = {
    files: 1200,
    bytes: 3 * 1024 ** 3,
    limits: { bytes: 5 * 1024 ** 3, files: 5000 },
  };
  expect(ownerLine({ owner: 'ann', ...usage })).toBe('ann: 1,200 of 5,000 files, 3 GB of 5 GB');
  expect(ownerLine({ owner: 'a\u001b[2Jnn', ...usage })).toMatch(/^a\uFFFD\[2Jnn: /);
});
