// Clouds of the example app, each with its own state directory, and functions by which tests look into them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud.ts';
import { synthesizeExample } from './example-app.ts';
import { type MutableTemplate, mutateAssembly } from './mutate-assembly.ts';

/** Synthesizes the example app into a temporary directory, to start clouds of it. */
export async function createExample() {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-cloud-'));
  const assemblyDirectory = await synthesizeExample(directory);
  const running = new Set<Cloud>();
  return {
    directory,
    assemblyDirectory,
    /** Starts a cloud whose state directory has this name. */
    async start(name: string, options: Partial<CloudOptions> = {}): Promise<Cloud> {
      const cloud = await startCloud({
        stateDirectory: join(directory, name),
        assemblyDirectory,
        ...options,
      });
      running.add(cloud);
      return cloud;
    },
    /** An assembly of the same app whose template is changed. */
    mutate: (name: string, change: (template: MutableTemplate) => void): Promise<string> =>
      mutateAssembly(assemblyDirectory, join(directory, 'mutated', name, 'cdk.out'), change),
    async stop(cloud: Cloud): Promise<void> {
      running.delete(cloud);
      await cloud.stop();
    },
    async close(): Promise<void> {
      await Promise.all([...running].map((cloud) => cloud.stop()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** SDK clients that look behind the API. */
export const clientOf = ({ addresses, credentials }: Cloud) => ({
  s3: new S3Client({
    region: 'us-east-1',
    credentials,
    endpoint: addresses.s3,
    forcePathStyle: true,
  }),
  dynamodb: new DynamoDBClient({ region: 'us-east-1', credentials, endpoint: addresses.dynamodb }),
});

/** Stores an object in the media bucket. */
export const put = (cloud: Cloud, Key: string) =>
  clientOf(cloud).s3.send(
    new PutObjectCommand({ Bucket: cloud.addresses.mediaBucket, Key, Body: 'x' }),
  );

/** An access token of a user. */
export async function tokenOf({ addresses }: Cloud, username: string) {
  const response = await fetch(`${addresses.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username,
      password: 'x',
      client_id: addresses.clientId,
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Calls the one route of the example's API. */
export const ask = async (cloud: Cloud, token: string) => {
  const response = await fetch(`${cloud.addresses.api}/me`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
};

/** What a function printed, as JSON. */
export const printedBy = (cloud: Cloud, name: string) =>
  cloud
    .functionLogs()
    .filter((line) => line.startsWith(`${name} {`))
    .map((line) => JSON.parse(line.slice(name.length)));
