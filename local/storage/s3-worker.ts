// Runs the embedded S3 in a worker thread, so that its hashing does not delay the gateway.
import { parentPort, workerData } from 'node:worker_threads';
import { type Authority, createAuthority } from '../iam/authority.ts';
import {
  type AccessDecision,
  type AccessRequest,
  type EmbeddedS3,
  type S3Credential,
  startS3,
} from '../s3/server.ts';
import type { FromS3, S3WorkerData, ToS3 } from './s3-messages.ts';

const data = workerData as S3WorkerData;
const port = parentPort;
if (!port) throw new Error('The embedded S3 runs in a worker thread.');
const send = (message: FromS3) => port.postMessage(message);

const credentials = new Map<string, S3Credential>();
const unacknowledged = new Map<number, { resolve(): void; reject(error: Error): void }>();
let nextEvent = 0;
/** Absent while no permissions are known: then every known caller may do everything. */
let authority: Authority | undefined;

async function start(): Promise<EmbeddedS3> {
  const s3 = await startS3({
    ...data,
    credentialOf: (accessKeyId) => credentials.get(accessKeyId),
    authorize,
    onObjectCreated: (event) =>
      new Promise<void>((resolve, reject) => {
        nextEvent += 1;
        unacknowledged.set(nextEvent, { resolve, reject });
        send({ kind: 'object-created', id: nextEvent, event });
      }),
  });
  send({ kind: 'started', url: s3.url });
  return s3;
}

async function authorize(access: AccessRequest): Promise<AccessDecision> {
  if (!authority) return { allowed: true };
  const { bucket, key, ...asked } = access;
  const resource = `arn:aws:s3:::${bucket}${key && `/${key}`}`;
  return authority.decide({ ...asked, resource });
}

async function handle(s3: EmbeddedS3, message: ToS3): Promise<void> {
  switch (message.kind) {
    case 'add-credentials':
      for (const { accessKeyId, ...secrets } of message.credentials)
        credentials.set(accessKeyId, secrets);
      return;
    case 'enforce':
      authority = createAuthority(message.settings, (observation) =>
        send({ kind: 'observed', observation }),
      );
      return;
    case 'put-bucket':
      await s3.putBucket(message.name, message.options);
      return send({ kind: 'bucket-put', name: message.name });
    case 'acknowledge': {
      const waiting = unacknowledged.get(message.id);
      unacknowledged.delete(message.id);
      return message.error ? waiting?.reject(new Error(message.error)) : waiting?.resolve();
    }
    case 'ask-pending':
      return send({ kind: 'pending', events: unacknowledged.size });
    case 'close':
      await s3.close();
      send({ kind: 'closed' });
      port?.close();
  }
}

try {
  const s3 = await start();
  port.on('message', (message: ToS3) =>
    handle(s3, message).catch((error: Error) => send({ kind: 'failed', message: error.message })),
  );
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException;
  send({ kind: 'failed', message, ...(code && { code }) });
}
