// The embedded S3: an HTTP server over a directory. Knows S3, and nothing of who uses it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Authorizer, createHandler } from './handler.ts';
import { applyLifecycle } from './lifecycle.ts';
import type { ObjectCreated } from './notifications.ts';
import type { CorsRule, LifecycleRule, ObjectOwnership } from './records.ts';
import type { S3Credential } from './sigv4.ts';
import { Store } from './store.ts';

export type { AccessDecision, AccessRequest, Authorizer } from './handler.ts';
export type { ObjectCreated } from './notifications.ts';
export type { CorsRule, LifecycleRule, ObjectOwnership, StorageClass } from './records.ts';
export type { S3Credential } from './sigv4.ts';

const LIFECYCLE_INTERVAL_MS = 60 * 60 * 1000;

/** How a bucket is set up; what the template says. */
export interface BucketConfiguration {
  versioned: boolean;
  corsRules: readonly CorsRule[];
  /** Default BucketOwnerEnforced, as for every new bucket of S3. */
  ownership?: ObjectOwnership;
  lifecycle?: readonly LifecycleRule[];
}

export interface S3Options {
  /** Where bytes and metadata live; survives restarts. */
  directory: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** 0 for any free port. */
  port: number;
  region: string;
  /** The account that owns every bucket; default 000000000000. */
  accountId?: string;
  credentialOf(accessKeyId: string): S3Credential | undefined;
  /** At least once per object, after it is stored; a rejection means that it is announced again. */
  onObjectCreated?(event: ObjectCreated): void | Promise<void>;
  /** Decides what a caller may do; without it every known caller may do everything. */
  authorize?: Authorizer;
  now?(): Date;
}

export interface EmbeddedS3 {
  /** Base URL, such as http://127.0.0.1:4402. */
  readonly url: string;
  /** Creates or updates; the data are kept. */
  putBucket(name: string, configuration: BucketConfiguration): Promise<void>;
  close(): Promise<void>;
}

/** Starts the server; notifications left over by an earlier process are delivered again. */
export async function startS3(options: S3Options): Promise<EmbeddedS3> {
  const { directory, host = '127.0.0.1', port, now = () => new Date() } = options;
  const store = new Store(directory, now, options.onObjectCreated?.bind(options));
  const server = createServer();
  // A slow upload may take hours; only its headers have to come in time.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 20_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  const { handle, idle } = createHandler({ accountId: '000000000000', ...options, store, url });
  server.on('request', handle);
  server.on('checkContinue', handle);
  server.on('clientError', (_error, socket) => socket.destroy());

  applyLifecycle(store);
  const lifecycle = setInterval(() => applyLifecycle(store), LIFECYCLE_INTERVAL_MS).unref();
  store.garbage.collect();
  setImmediate(() => store.notifications.wake());

  return {
    url,
    async putBucket(name, configuration) {
      const { versioned, corsRules, lifecycle = [] } = configuration;
      const { ownership = 'BucketOwnerEnforced' } = configuration;
      const wasVersioned = store.findBucket(name)?.versioning;
      const versioning = versioned ? 'Enabled' : wasVersioned ? 'Suspended' : '';
      store.putBucket(name, { versioning, corsRules, ownership, lifecycle });
    },
    async close() {
      clearInterval(lifecycle);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await idle();
      await store.notifications.stop();
      await store.garbage.idle();
      store.close();
    },
  };
}
