// A real DynamoDB engine with the stack's own keys and indexes, for the tests of one file.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type IndexName, indexes, tableKey } from '../../lambdas/table.ts';
import { startTableEngine } from '../../local/table/dynoxide.ts';

export interface TestDynamo extends AsyncDisposable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/** Starts an engine in a temporary directory (or uses AIRLOCK_DYNAMODB_ENDPOINT) and creates the table, with all indexes or these. */
export async function startTestDynamo(indexNames?: readonly IndexName[]): Promise<TestDynamo> {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-dynamo-'));
  const engine = await startTableEngine({ port: 0, file: join(directory, 'dynamodb.sqlite') });
  const client = new DynamoDBClient({
    endpoint: engine.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  // A name that no other file of tests uses, because an engine that is not ours serves all files at once.
  const tableName = `airlock-test-${randomUUID()}`;
  await createTable(client, tableName, indexNames);
  return {
    client,
    tableName,
    [Symbol.asyncDispose]: async () => {
      await client.send(new DeleteTableCommand({ TableName: tableName }));
      client.destroy();
      await engine.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const keySchema = ({ partition, sort }: { partition: string; sort: string }) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

const allIndexNames = Object.keys(indexes) as readonly IndexName[];

/** The stack's own keys and indexes, as CreateTable takes them. */
export function tableSchema(indexNames = allIndexNames) {
  const wanted = indexNames.map((name) => indexes[name]);
  return {
    AttributeDefinitions: [
      ...new Set([tableKey, ...wanted].flatMap(({ partition, sort }) => [partition, sort])),
    ].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema(tableKey),
    GlobalSecondaryIndexes: wanted.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'ALL' as const },
    })),
  };
}

/** Creates a table with the stack's own keys and stream, and with all indexes or these. */
export async function createTable(
  client: DynamoDBClient,
  TableName: string,
  indexNames?: readonly IndexName[],
): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      ...tableSchema(indexNames),
    }),
  );
}
