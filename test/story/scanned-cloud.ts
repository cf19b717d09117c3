// A separate local cloud, whose collections demand a scan, and the steps that a person takes in it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, PutObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, inject } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import type { ScannerInput } from '../../lambdas/config/scanner-config.ts';
import type { File as FileRecord } from '../../lambdas/http/contract.ts';
import { type CloudOptions, startCloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { assemblyFor } from '../assembly-for.ts';
import { eventually } from '../eventually.ts';
import { makeStateDirectory } from '../run-directory.ts';
import { writeScannedConfig } from './scanned-config.ts';

/** Synthesizes what is configured in `scanned-config.ts`. */
export async function synthesizeScanned(scanner: ScannerInput) {
  const directory = await mkdtemp(join(tmpdir(), 'airlock-scanned-'));
  const name = `story-${scanner.engine}`;
  const configFile = await writeScannedConfig(directory, scanner);
  const assemblyDirectory = await assemblyFor(name, { directory, configFile });
  return { name, assemblyDirectory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Starts a cloud from what was synthesized. */
export async function startScannedCloud(
  { name, assemblyDirectory }: { readonly name: string; readonly assemblyDirectory: string },
  options: Pick<CloudOptions, 'clamd' | 'log'> = {},
) {
  const stateDirectory = await makeStateDirectory(inject('runDirectory'), name);
  const cloud = await startCloud({ stateDirectory, assemblyDirectory, ...options });
  const { api, s3, dynamodb, table: TableName, mediaBucket } = cloud.addresses;
  const token = await accessToken(cloud.addresses);
  const airlock = createAirlock({ api, getToken: () => token });

  const client = { region: 'us-east-1', credentials: cloud.credentials };
  const bucket = new S3Client({ ...client, endpoint: s3, forcePathStyle: true });
  const table = new DynamoDBClient({ ...client, endpoint: dynamodb });
  const record = async (id: string) => {
    const Key = { pk: { S: `FILE#${id}` }, sk: { S: 'FILE' } };
    const { Item } = await table.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return Item ?? expect.fail('no record');
  };
  const replace = async (Item: Awaited<ReturnType<typeof record>>) => {
    await table.send(new PutItemCommand({ TableName, Item }));
  };
  /** The version that the file's scan is about. */
  const scannedVersion = async (id: string) => {
    const { key, scan } = await record(id);
    return { Bucket: mediaBucket, Key: key?.S, VersionId: scan?.M?.versionId?.S };
  };

  /** Sends a file and gives its record as soon as it waits for the scanner, or is past it. */
  async function send(
    text: string | Uint8Array<ArrayBuffer>,
    claim: { collection?: string; replaces?: string; type?: string } = {},
  ): Promise<FileRecord> {
    const { collection = 'strict', replaces, type = 'text/plain' } = claim;
    const issued = Promise.withResolvers<string>();
    const task = airlock.upload(new File([text], 'note.txt', { type }), {
      collection,
      ...(replaces && { replaces }),
      onProgress: ({ fileId }) => fileId && issued.resolve(fileId),
    });
    // What becomes of it after its issue is asked of the API, which knows of what waits, too.
    task.catch(issued.reject);
    const id = await issued.promise;
    return until(id, ({ status, pendingReason }) => status !== 'pending' || !!pendingReason);
  }

  /** Waits until a file is as it is wanted. */
  const until = (id: string, isWanted: (file: FileRecord) => boolean): Promise<FileRecord> =>
    eventually(async () => {
      const file = await airlock.get(id);
      if (!isWanted(file)) throw new Error(`still ${file.status} ${file.pendingReason}`);
      return file;
    });

  return {
    cloud,
    airlock,
    send,
    until,
    /** Waits for the end of a scan: a verdict, or that the file is held. */
    scanned: async (file: FileRecord) =>
      until(
        file.id,
        ({ status, pendingReason }) => status !== 'pending' || pendingReason === 'held',
      ),
    /** What the table holds of a file. */
    record,
    /** Puts a record in its place. */
    replace,
    /** Changes fields of what the table holds of a file. */
    change: async (id: string, fields: Awaited<ReturnType<typeof record>>) =>
      replace({ ...(await record(id)), ...fields }),
    /** Deletes the bytes that wait for their scan. */
    loseBytes: async (id: string) => {
      await bucket.send(new DeleteObjectCommand(await scannedVersion(id)));
    },
    /** Says by GuardDuty's tag what a scan has come to. */
    tag: async (id: string, Value: string) => {
      const Tagging = { TagSet: [{ Key: 'GuardDutyMalwareScanStatus', Value }] };
      const version = await scannedVersion(id);
      await bucket.send(new PutObjectTaggingCommand({ ...version, Tagging }));
    },
    bucket,
    async stop() {
      bucket.destroy();
      table.destroy();
      await cloud.stop();
    },
  };
}
