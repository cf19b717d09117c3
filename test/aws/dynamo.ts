// A real DynamoDB engine with the stack's own keys and indexes, for the tests of one file.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { indexes, tableKey } from '../../lambdas/table.ts';

const tableName = 'airlock-test';

export interface TestDynamo extends AsyncDisposable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts an engine in memory (or uses AIRLOCK_DYNAMODB_ENDPOINT) and creates the table. */
export async function startTestDynamo(): Promise<TestDynamo> {
  let endpoint = process.env.AIRLOCK_DYNAMODB_ENDPOINT;
  let engine: ChildProcess | undefined;
  if (!endpoint) {
    const port = await freePort();
    const packageJson = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
    engine = spawn(join(dirname(packageJson), 'dynoxide'), ['serve', '--port', `${port}`], {
      stdio: 'ignore',
    });
    endpoint = `http://127.0.0.1:${port}`;
  }
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 60,
  });
  await client.send(new ListTablesCommand());
  const attributes = new Set([
    ...Object.values(tableKey),
    ...Object.values(indexes).flatMap((index) => Object.values(index)),
  ]);
  const keySchema = ({ partition, sort }: { partition: string; sort: string }) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: keySchema(tableKey),
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: keySchema(index),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  );
  return {
    client,
    tableName,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      engine?.kill();
    },
  };
}
