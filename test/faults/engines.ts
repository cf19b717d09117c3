// Both engines, started once for thousands of runs; every run has a bucket, a table and clients of its own.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { type ObjectCreated, startS3 } from '../../local/s3/server.ts';
import type { StreamRecord } from '../../local/stream/reader.ts';
import { createTable, startTestDynamo } from '../aws/dynamo.ts';
import { openStream } from '../backend.ts';
import type { Place } from '../wiring.ts';
import type { Storm } from './storm.ts';

const region = 'us-east-1';
const credentials = { accessKeyId: 'ASIATEST', secretAccessKey: 'test-secret' };

/** Engines in which runs are opened. */
export type Engines = Awaited<ReturnType<typeof startEngines>>;

/** Where one run takes place. */
export interface RunPlace extends Place, AsyncDisposable {
  /** What changed in the table since the last time. */
  readonly readStream: () => Promise<readonly StreamRecord[]>;
}

/** Starts both engines in a temporary directory. */
export async function startEngines() {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-faults-'));
  const listeners = new Map<string, (event: ObjectCreated) => void>();
  const { accessKeyId, secretAccessKey } = credentials;
  const server = await startS3({
    directory: join(directory, 's3'),
    port: 0,
    region,
    credentialOf: (id) => (id === accessKeyId ? { secretAccessKey } : undefined),
    onObjectCreated: (event) => listeners.get(event.bucket)?.(event),
  });
  const engine = await startTestDynamo();
  const s3 = {
    endpoint: server.url,
    region,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  } as const;
  const first = new S3Client(s3);
  const address = await engine.client.config.endpoint?.();
  if (!address) throw new Error('The DynamoDB client has no endpoint.');

  return {
    /** Opens a place for one run, with a storm around its clients; S3 tells `onObjectCreated` of its objects. */
    async open(storm: Storm, onObjectCreated: (event: ObjectCreated) => void): Promise<RunPlace> {
      const name = `run-${randomUUID()}`;
      listeners.set(name, onObjectCreated);
      await server.putBucket(name, { versioned: true, corsRules: [] });
      const publicBucket = `${name}-public`;
      await server.putBucket(publicBucket, { versioned: false, corsRules: [] });
      await createTable(engine.client, name);
      const readStream = await openStream(
        { client: engine.client, tableName: name },
        join(directory, name),
      );
      // Connections are shared; the SDK's account of retries is each run's own.
      const clients = {
        s3: new S3Client({ ...s3, requestHandler: first.config.requestHandler }),
        dynamo: new DynamoDBClient({
          endpoint: address,
          region,
          credentials,
          requestHandler: engine.client.config.requestHandler,
        }),
      };
      storm.attach(clients.s3);
      storm.attach(clients.dynamo);
      return {
        ...clients,
        bucket: name,
        publicBucket,
        table: name,
        readStream,
        async [Symbol.asyncDispose]() {
          listeners.delete(name);
          await engine.client.send(new DeleteTableCommand({ TableName: name }));
        },
      };
    },
    async [Symbol.asyncDispose]() {
      first.destroy();
      await engine[Symbol.asyncDispose]();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
