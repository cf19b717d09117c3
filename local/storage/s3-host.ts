// The embedded S3 as the rest of the local cloud sees it: a worker thread that is started, given buckets and keys, and stopped.
import { Worker } from 'node:worker_threads';
import { region } from '../addresses.ts';
import type { Observation } from '../iam/authority.ts';
import type { IamSettings } from '../iam/settings.ts';
import type { Credentials } from '../lambda/credentials.ts';
import { host, portInUse } from '../ports.ts';
import type { ObjectCreated } from '../s3/server.ts';
import type { BucketOptions, FromS3, S3WorkerData, ToS3 } from './s3-messages.ts';

/** A running S3. */
export interface S3Host {
  /** Its origin, such as `http://127.0.0.1:4402`. */
  readonly url: string;
  /** Accepts requests that are signed with these keys. */
  addCredentials(credentials: readonly Credentials[]): void;
  /** From now on decides every request by these policies; `observe` receives every kind of request once. */
  enforce(settings: IamSettings, observe: (observation: Observation) => void): void;
  putBucket(name: string, options: BucketOptions): Promise<void>;
  /** How many events are sent and not yet acknowledged. */
  pendingEvents(): Promise<number>;
  close(): Promise<void>;
}

/**
 * Starts the embedded S3 on a port, 0 for a free one. `onObjectCreated` receives every new object; when it throws, the event is
 * kept and sent again.
 */
export async function startS3Host(options: {
  directory: string;
  port: number;
  onObjectCreated: (event: ObjectCreated) => void | Promise<void>;
}): Promise<S3Host> {
  const { directory, port } = options;
  const workerData: S3WorkerData = { directory, host, port, region };
  const worker = new Worker(new URL('./s3-worker.ts', import.meta.url), {
    name: 's3',
    workerData,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const send = (message: ToS3) => worker.postMessage(message);
  const listeners = new Set<(message: FromS3) => void>();
  worker.on('message', (message: FromS3) => {
    for (const listener of listeners) listener(message);
  });

  /** Resolves with the first message that is wanted; rejects when the worker fails or ends before. */
  function next<M extends FromS3>(isWanted: (message: FromS3) => message is M): Promise<M> {
    return new Promise((resolve, reject) => {
      const settle = (outcome: () => void) => {
        listeners.delete(listener);
        worker.off('error', onError);
        outcome();
      };
      const onError = (error: Error) => settle(() => reject(error));
      const listener = (message: FromS3) => {
        if (isWanted(message)) settle(() => resolve(message));
        else if (message.kind === 'failed') {
          settle(() =>
            reject(message.code === 'EADDRINUSE' ? portInUse(port) : new Error(message.message)),
          );
        }
      };
      listeners.add(listener);
      worker.once('error', onError);
    });
  }

  listeners.add(async (message) => {
    if (message.kind !== 'object-created') return;
    try {
      await options.onObjectCreated(message.event);
      send({ kind: 'acknowledge', id: message.id });
    } catch (error) {
      send({ kind: 'acknowledge', id: message.id, error: String(error) });
    }
  });

  const { url } = await next((message) => message.kind === 'started');
  return {
    url,
    addCredentials: (credentials) => send({ kind: 'add-credentials', credentials }),
    enforce(settings, observe) {
      listeners.add((message) => {
        if (message.kind === 'observed') observe(message.observation);
      });
      send({ kind: 'enforce', settings });
    },
    async putBucket(name, bucket) {
      const done = next(isBucketPut(name));
      send({ kind: 'put-bucket', name, options: bucket });
      await done;
    },
    async pendingEvents() {
      const answer = next((message) => message.kind === 'pending');
      send({ kind: 'ask-pending' });
      return (await answer).events;
    },
    async close() {
      const closed = next((message) => message.kind === 'closed');
      send({ kind: 'close' });
      await closed;
      await worker.terminate();
    },
  };
}

const isBucketPut =
  (name: string) =>
  (message: FromS3): message is FromS3 & { kind: 'bucket-put' } =>
    message.kind === 'bucket-put' && message.name === name;
