// The two engines of the local cloud alone, without functions, queues and streams: only the bench works on them.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Item } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { region } from '../local/addresses.ts';
import { startS3Host } from '../local/storage/s3-host.ts';
import { startTableEngine } from '../local/table/dynoxide.ts';
import { connectS3 } from '../test/connect-s3.ts';
import { importTable, tableName } from './import-table.ts';
import { temporaryDirectory } from './temporary.ts';

const credentials = {
  accessKeyId: 'ASIABENCH',
  secretAccessKey: 'bench-secret',
  sessionToken: 'bench',
};
/** What lets another process in. */
export const credentialEnvironment = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
};

/** A table of its own, with the stack's keys and indexes. */
export interface BenchTable extends AsyncDisposable {
  readonly url: string;
  readonly dynamo: DynamoDBClient;
  readonly table: string;
}

/** Starts DynamoDB with one table that holds the items from its start. */
export async function startTable(items: Iterable<Item> = []): Promise<BenchTable> {
  await using started = new AsyncDisposableStack();
  const directory = started.use(await temporaryDirectory());
  const file = await importTable(directory.path(), items);
  const engine = await startTableEngine({ port: 0, file });
  started.defer(() => engine.stop());
  const dynamo = new DynamoDBClient({
    endpoint: engine.url,
    region,
    credentials,
    // As many callers at once as a bench likes: each of them stands for a function with a client of its own.
    requestHandler: { httpAgent: { maxSockets: 256 }, socketAcquisitionWarningTimeout: 600_000 },
  });
  started.defer(() => dynamo.destroy());
  const running = started.move();
  return {
    url: engine.url,
    dynamo,
    table: tableName,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** A client of no S3 at all: all it does is sign. */
export const signingS3 = (): S3Client => connectS3('http://127.0.0.1', credentials);

/** An S3 that announces nothing that arrives in it. */
export interface BenchStorage extends AsyncDisposable {
  readonly url: string;
  readonly s3: S3Client;
}

/** Starts S3 in a thread of its own, with what `fill` puts into its directory before. */
export async function startStorage(
  fill: (directory: string) => void | Promise<void> = () => {},
): Promise<BenchStorage> {
  await using started = new AsyncDisposableStack();
  const directory = started.use(await temporaryDirectory()).path();
  await fill(directory);
  const server = await startS3Host({ directory, port: 0, onObjectCreated: () => {} });
  started.defer(() => server.close());
  server.addCredentials([credentials]);
  const s3 = connectS3(server.url, credentials);
  started.defer(() => s3.destroy());
  const running = started.move();
  return { url: server.url, s3, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
