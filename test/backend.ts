// Airlock without its HTTP API: every use case wired to the real adapters as the handlers wire them, on real engines.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { purgesInStream } from '../lambdas/aws/events/dynamo-stream.ts';
import type { Config } from '../lambdas/config/config.ts';
import type { Now } from '../lambdas/domain/ports.ts';
import { indexNamesFor } from '../lib/table-indexes.ts';
import { type ObjectCreated, startS3 } from '../local/s3/server.ts';
import { openStreamReader, type StreamRecord } from '../local/stream/reader.ts';
import { startTestDynamo } from './aws/dynamo.ts';
import { connectS3 } from './connect-s3.ts';
import { adaptersTo, useCasesOf } from './wiring.ts';

const credentials = { accessKeyId: 'ASIATEST', secretAccessKey: 'test-secret' };
const region = 'us-east-1';

/** Both engines, the adapters that tests look through, and every use case. */
export type Backend = Awaited<ReturnType<typeof startBackend>>;

/** Starts both engines; S3 announces objects to `onObjectCreated`, the table's stream is read with `readStream`. */
export async function startBackend({
  config,
  now,
  onObjectCreated,
}: {
  config: Config;
  now: Now;
  onObjectCreated?: (event: ObjectCreated) => void;
}) {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-backend-'));
  const { accessKeyId, ...credential } = credentials;
  const server = await startS3({
    directory: join(directory, 's3'),
    port: 0,
    region,
    credentialOf: (id) => (id === accessKeyId ? credential : undefined),
    ...(onObjectCreated && { onObjectCreated }),
  });
  const bucket = 'media';
  const publicBucket = 'public';
  await server.putBucket(bucket, { versioned: true, corsRules: [] });
  await server.putBucket(publicBucket, { versioned: false, corsRules: [] });
  const s3 = connectS3(server.url, credentials);
  const engine = await startTestDynamo(indexNamesFor(config));
  const { client: dynamo, tableName: table } = engine;
  const stream = await openStream(engine, join(directory, 'stream-position'));

  const adapters = adaptersTo({ s3, bucket, publicBucket, dynamo, table }, now);
  const useCases = useCasesOf(adapters, config, now, (_file, error) => {
    throw error;
  });

  return {
    s3,
    bucket,
    publicBucket,
    dynamo,
    table,
    findFile: adapters.findFile,
    listVersions: adapters.listVersions,
    deleteVersion: adapters.deleteVersion,
    removeFile: adapters.removeFile,
    findScanResult: adapters.findScanResult,
    askAgain: adapters.askAgain,
    ...useCases,
    /** Reads what changed in the table since the last time. */
    readStream: stream,
    /** Delivers records of the stream as Lambda does. */
    deliverDeletions: purgesInStream({ file: useCases.purge, version: useCases.purgeVersion }),
    async [Symbol.asyncDispose]() {
      s3.destroy();
      await engine[Symbol.asyncDispose]();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Gives a function that reads what is new in a table's stream. */
export async function openStream(
  { client, tableName }: { readonly client: DynamoDBClient; readonly tableName: string },
  file: string,
): Promise<() => Promise<readonly StreamRecord[]>> {
  const address = await client.config.endpoint?.();
  if (!address) throw new Error('The DynamoDB client has no endpoint.');
  const { protocol, hostname, port } = address;
  const reader = await openStreamReader({
    endpoint: `${protocol}//${hostname}:${port}`,
    tableName,
    startingPosition: 'TRIM_HORIZON',
    file,
  });
  return async () => {
    const all: StreamRecord[] = [];
    for (;;) {
      const { records } = await reader.read(1000);
      await reader.commit();
      if (records.length === 0) return all;
      all.push(...records);
    }
  };
}

/** Posts bytes with an issued form, as a browser does; gives S3's status. */
export async function postTo(
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  bytes: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([bytes]), 'ignored-name');
  const response = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  await response.arrayBuffer();
  return response.status;
}
