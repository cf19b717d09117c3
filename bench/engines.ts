// The two engines of the local cloud alone, without functions, queues and streams: only the bench works on them.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import { region } from '../local/addresses.ts';
import { startS3Host } from '../local/storage/s3-host.ts';
import { startTableEngine } from '../local/table/dynoxide.ts';
import { connectS3 } from '../test/connect-s3.ts';
import { adaptersTo, useCasesOf } from '../test/wiring.ts';
import config from './airlock.config.ts';
import { importTable, tableName } from './import-table.ts';
import { meter } from './requests/meter.ts';
import { startWhole, temporaryDirectory } from './temporary.ts';

const accessKeyId = 'ASIABENCH';
const secretAccessKey = 'bench-secret';
const sessionToken = 'bench';
const credentials = { accessKeyId, secretAccessKey, sessionToken };
/** Access data for another process. */
export const credentialEnvironment = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
};

/** A separate table, with the stack's keys and indexes. */
export type BenchTable = Awaited<ReturnType<typeof startTable>>;

/** Starts DynamoDB with one table that holds the items from its start. */
export const startTable = (items: Iterable<Item>) =>
  startWhole(async (parts) => {
    const { path } = parts.use(await temporaryDirectory());
    const file = await importTable(path, items);
    const engine = await startTableEngine({ port: 0, file });
    parts.defer(() => engine.stop());
    const dynamo = new DynamoDBClient({
      endpoint: engine.url,
      region,
      credentials,
      // Any number of concurrent callers, each with its own client, as a function has.
      requestHandler: { httpAgent: { maxSockets: 256 }, socketAcquisitionWarningTimeout: 600_000 },
    });
    parts.defer(() => dynamo.destroy());
    return { url: engine.url, dynamo, table: tableName };
  });

/** Every adapter and use case on a table, with an S3 that only signs, and a meter of the requests to AWS. */
export function wire({ dynamo, table }: Pick<BenchTable, 'dynamo' | 'table'>) {
  const s3 = connectS3('http://127.0.0.1', credentials);
  const now = () => new Date();
  const place = { s3, bucket: 'media', publicBucket: 'public', dynamo, table };
  const adapters = adaptersTo(place, now);
  const useCases = useCasesOf(adapters, config, now, () => {});
  return { adapters, useCases, measure: meter({ dynamo, s3 }) };
}

/** Starts S3, which announces nothing, in a separate thread, with the data that `fill` puts into its directory before. */
export const startStorage = (fill: (directory: string) => void) =>
  startWhole(async (parts) => {
    const directory = parts.use(await temporaryDirectory()).path();
    fill(directory);
    const server = await startS3Host({ directory, port: 0, onObjectCreated: () => {} });
    parts.defer(() => server.close());
    server.addCredentials([credentials]);
    return { url: server.url };
  });
