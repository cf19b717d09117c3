// Starts the engines that thousands of runs share: S3, DynamoDB, CloudFront's API and, where installed, clamd.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { ClamdAddress } from '../../lambdas/aws/scanners/clamd.ts';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import { createInvalidation, type Invalidate } from '../../local/control/invalidations.ts';
import { openServer } from '../../local/http-server.ts';
import { type ObjectCreated, startS3 } from '../../local/s3/server.ts';
import { startTestDynamo } from '../aws/dynamo.ts';
import { hasClamd, startClamd } from '../clamd.ts';
import { connectS3 } from '../connect-s3.ts';
import { Edges } from './edges.ts';
import type { FaultInjector } from './inject-fault.ts';
import type { RunResources } from './resources.ts';
import { type Inbox, openServices } from './services.ts';
import { openTables } from './tables.ts';

const region = 'us-east-1';
const credentials = { accessKeyId: 'ASIATEST', secretAccessKey: 'test-secret' };

/** The running engines. */
export interface Engines extends AsyncDisposable {
  /** Undefined on a machine without clamd. */
  readonly clamd: ClamdAddress | undefined;
  /**
   * Creates resources for one run, with faults injected into its clients; calls `onObjectCreated` for its S3
   * objects, `onMessage` for messages to its queues and `onEvent` for events on its bus.
   */
  open(
    injector: FaultInjector,
    onObjectCreated: (event: ObjectCreated) => void,
    inbox: Inbox,
  ): Promise<RunResources>;
}

/** Starts all engines, on free ports. */
export async function startEngines(): Promise<Engines> {
  await using started = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'airlock-faults-'));
  started.defer(() => rm(directory, { recursive: true, force: true }));
  const listeners = new Map<string, (event: ObjectCreated) => void>();
  const { accessKeyId, secretAccessKey } = credentials;
  const server = await startS3({
    directory: join(directory, 's3'),
    port: 0,
    region,
    credentialOf: (id) => (id === accessKeyId ? { secretAccessKey } : undefined),
    onObjectCreated: (event) => listeners.get(event.bucket)?.(event),
  });
  started.defer(() => server.close());
  const engine = started.use(await startTestDynamo());
  const tables = openTables(engine.client, directory);
  const edges = new Map<string, Edges>();
  const control = await openServer(0);
  started.defer(() => control.close());
  const forget: Invalidate = async (id, paths) => (await edges.get(id)?.forget(paths)) ?? false;
  const cloudFront = new Hono().post(
    '/2020-05-31/distribution/:id/invalidation',
    createInvalidation(forget),
  );
  control.serve(getRequestListener(cloudFront.fetch));
  const clamd = hasClamd ? started.use(await startClamd()) : undefined;

  const direct = connectS3(server.url, credentials);
  started.defer(() => direct.destroy());
  const address = await engine.client.config.endpoint?.();
  if (!address) throw new Error('The DynamoDB client has no endpoint.');
  // Connections are shared; each run has its own retry quota of the SDK.
  const connectAll = () => ({
    s3: connectS3(server.url, credentials, { requestHandler: direct.config.requestHandler }),
    dynamo: new DynamoDBClient({
      endpoint: address,
      region,
      credentials,
      requestHandler: engine.client.config.requestHandler,
    }),
    cloudFront: new CloudFrontClient({
      endpoint: control.url,
      region,
      credentials,
      requestHandler: direct.config.requestHandler,
    }),
  });

  const running = started.move();
  let runs = 0;
  return {
    clamd,
    async open(injector, onObjectCreated, { onMessage, onEvent }) {
      runs += 1;
      const bucket = `run-${runs}`;
      const publicBucket = `${bucket}-public`;
      const staticBucket = `${bucket}-static`;
      await server.putBucket(bucket, { versioned: true, corsRules: [] });
      await server.putBucket(publicBucket, { versioned: false, corsRules: [] });
      await server.putBucket(staticBucket, { versioned: true, corsRules: [] });
      const isKept = (Key: string) =>
        direct.send(new HeadObjectCommand({ Bucket: publicBucket, Key })).then(
          ({ CacheControl }) => CacheControl !== 'no-store',
          () => false,
        );
      const edge = new Edges(isKept);
      listeners.set(bucket, onObjectCreated);
      listeners.set(publicBucket, ({ key }) => edge.show(key));
      edges.set(bucket, edge);
      const table = await tables.take();
      const events: OutgoingEvent[] = [];
      const keepEvent = (event: OutgoingEvent) => {
        events.push(event);
        onEvent(event);
      };
      const inbox = { onMessage, onEvent: keepEvent };
      const services = openServices({ region, credentials }, inbox);
      const clients = { ...connectAll(), ...services };
      for (const client of Object.values(clients)) injector.attach(client);
      return {
        ...clients,
        bucket,
        publicBucket,
        staticBucket,
        table: table.name,
        distribution: bucket,
        edges: edge,
        events,
        readStream: table.readStream,
        recycleTable: () => tables.giveBack(table),
        [Symbol.dispose]() {
          listeners.delete(bucket);
          listeners.delete(publicBucket);
          edges.delete(bucket);
        },
      };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
