// The retries of the DynamoDB client, against a server that refuses on demand.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { connectDynamo } from '../../lambdas/aws/connect.ts';
import { MAX_ATTEMPTS } from '../../lambdas/aws/dynamodb/retry.ts';
import { ThrottledError } from '../../lambdas/domain/errors.ts';

const type = 'com.amazonaws.dynamodb.v20120810#TransactionConflictException';
let refusals = 0;
let requests = 0;
const server = createServer((_request, response) => {
  requests += 1;
  const isRefused = refusals-- > 0;
  response.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(isRefused ? { __type: type, message: 'ongoing' } : {}));
}).listen(0, '127.0.0.1');

afterAll(() => server.close());
afterEach(() => {
  vi.unstubAllEnvs();
  requests = 0;
});

function connect() {
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  return connectDynamo();
}
const read = new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'x' } } });

it('the DynamoDB client retries a write that conflicts with a transaction', async () => {
  refusals = 3;
  await connect().send(read);
  expect(requests).toBe(4);
});

it('the DynamoDB client throws a ThrottledError when a conflict outlasts every retry', async () => {
  refusals = 100;
  await expect(connect().send(read)).rejects.toThrow(ThrottledError);
  expect(requests).toBe(MAX_ATTEMPTS);
});
