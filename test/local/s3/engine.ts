// What the S3 tests run against: the embedded S3, or the engine AIRLOCK_S3_ENDPOINT points to.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CORSRule,
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketVersioningCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { type EmbeddedS3, type ObjectCreated, startS3 } from '../../../local/s3/server.ts';

export const isEmbedded = process.env.AIRLOCK_S3_ENDPOINT === undefined;
export const REGION = process.env.AWS_REGION ?? 'us-east-1';

/** The one caller of the tests; temporary, as in a Lambda. */
export const CREDENTIALS = isEmbedded
  ? { accessKeyId: 'ASIATEST', secretAccessKey: 'test-secret', sessionToken: 'test-token' }
  : {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
      ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
    };

export interface Engine {
  readonly url: string;
  readonly client: S3Client;
  /** What the embedded S3 announced so far. */
  readonly events: ObjectCreated[];
  newClient(config?: Partial<S3ClientConfig>): S3Client;
  newBucket(options?: { versioned?: boolean; cors?: CORSRule[] }): Promise<string>;
  stop(): Promise<void>;
}

export async function startEngine(): Promise<Engine> {
  const events: ObjectCreated[] = [];
  const directory = await mkdtemp(join(tmpdir(), 's3-'));
  const embedded = isEmbedded ? await startEmbedded(directory, events) : undefined;
  const url = embedded?.url ?? process.env.AIRLOCK_S3_ENDPOINT ?? '';
  const newClient = (config: Partial<S3ClientConfig> = {}) =>
    new S3Client({
      endpoint: url,
      region: REGION,
      forcePathStyle: true,
      credentials: CREDENTIALS,
      ...config,
    });
  const client = newClient();
  return {
    url,
    client,
    events,
    newClient,
    async newBucket({ versioned = false, cors } = {}) {
      const Bucket = `airlock-${randomUUID()}`;
      await client.send(new CreateBucketCommand({ Bucket }));
      if (versioned) {
        const VersioningConfiguration = { Status: 'Enabled' as const };
        await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      }
      if (cors) {
        const CORSConfiguration = { CORSRules: cors };
        await client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
      }
      return Bucket;
    },
    async stop() {
      client.destroy();
      await embedded?.close();
      await rm(directory, { recursive: true });
    },
  };
}

function startEmbedded(directory: string, events: ObjectCreated[]): Promise<EmbeddedS3> {
  const { accessKeyId, ...credential } = CREDENTIALS;
  return startS3({
    directory,
    port: 0,
    region: REGION,
    credentialOf: (id) => (id === accessKeyId ? credential : undefined),
    onObjectCreated: (event) => {
      events.push(event);
    },
  });
}

/** An S3 error document, by element. */
export function errorOf(xml: string): Record<string, string> {
  const elements = [...xml.matchAll(/<(\w[\w-]*)>([^<]*)<\/\1>/g)];
  const decode = (text: string) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#34;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  return Object.fromEntries(elements.map(([, name, text]) => [name, decode(text ?? '')]));
}

/** The status and the error document that a plain request is answered with. */
export async function refusalOf(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  const { Code, Message, ...xml } = errorOf(await response.text());
  return { status: response.status, Code, Message, xml };
}

/** The name and status an SDK call fails with. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & {
      $metadata?: { httpStatusCode?: number };
    };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error('the call succeeded, but was expected to fail');
}
