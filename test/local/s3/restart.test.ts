// Tests what survives a restart, a killed process, and a crash between storing and notifying.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type EmbeddedS3,
  type ObjectCreated,
  type S3Options,
  startS3,
} from '../../../local/s3/server.ts';
import { eventually } from '../../eventually.ts';
import { isEmbedded } from './engine.ts';

const Bucket = 'bucket';
let directory: string;
const running: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 's3-restart-'));
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
  await rm(directory, { recursive: true });
});

const clientOf = (endpoint: string) =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  });
const filesIn = async (folder: string) =>
  (await readdir(join(directory, folder), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  ).length;

async function start(options: Partial<S3Options> = {}): Promise<EmbeddedS3 & { client: S3Client }> {
  const s3 = await startS3({
    directory,
    port: 0,
    region: 'us-east-1',
    credentialOf: (id) => (id === 'AKIA' ? { secretAccessKey: 'secret' } : undefined),
    ...options,
  });
  await s3.putBucket(Bucket, { versioned: true, corsRules: [] });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= s3.close());
  running.push(close);
  return { ...s3, close, client: clientOf(s3.url) };
}

/** A server in its own process; `events` grows as it announces. */
async function spawnServer(mode: 'deliver' | 'hang') {
  const script = join(import.meta.dirname, 'server-process.ts');
  const child: ChildProcess = spawn(process.execPath, [script, directory, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  running.push(kill);
  const events: ObjectCreated[] = [];
  const url = await new Promise<string>((resolve) => {
    if (!child.stdout) return;
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{')) events.push(JSON.parse(line));
      else resolve(line);
    });
  });
  return { url, client: clientOf(url), events, kill };
}

describe.runIf(isEmbedded)('the embedded S3', () => {
  test('the embedded S3 keeps objects, versions, uploads and rules over a restart', async () => {
    const before = await start();
    const { VersionId } = await before.client.send(
      new PutObjectCommand({ Bucket, Key: 'k', Body: 'one' }),
    );
    await before.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'two' }));
    const { UploadId } = await before.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key: 'm' }),
    );
    const part = { Bucket, Key: 'm', UploadId, PartNumber: 1 };
    const { ETag } = await before.client.send(new UploadPartCommand({ ...part, Body: 'part' }));
    await before.close();

    const { client } = await start();
    const read = async (input: { Key: string; VersionId?: string | undefined }) =>
      (await client.send(new GetObjectCommand({ Bucket, ...input }))).Body?.transformToString();
    expect(await read({ Key: 'k' })).toBe('two');
    expect(await read({ Key: 'k', VersionId })).toBe('one');
    const Parts = [{ PartNumber: 1, ETag }];
    await client.send(
      new CompleteMultipartUploadCommand({
        Bucket,
        Key: 'm',
        UploadId,
        MultipartUpload: { Parts },
      }),
    );
    expect(await read({ Key: 'm' })).toBe('part');
  });

  test('a killed process loses no stored object and no announcement', async () => {
    const first = await spawnServer('hang');
    await first.client.send(new PutObjectCommand({ Bucket, Key: 'one', Body: '1' }));
    await first.client.send(new PutObjectCommand({ Bucket, Key: 'two', Body: '22' }));
    await first.kill();

    const events: ObjectCreated[] = [];
    const { client } = await start({ onObjectCreated: (event) => void events.push(event) });
    await eventually(() => expect(events).toHaveLength(2));
    expect(events).toMatchObject([
      { bucket: Bucket, key: 'one', size: 1 },
      { bucket: Bucket, key: 'two', size: 2 },
    ]);
    for (const { key, versionId, size } of events) {
      const get = new GetObjectCommand({ Bucket, Key: key, VersionId: versionId });
      expect((await client.send(get)).ContentLength).toBe(size);
    }
  });

  test('an object that was announced is not announced again after a restart', async () => {
    const first = await spawnServer('deliver');
    await first.client.send(new PutObjectCommand({ Bucket, Key: 'one', Body: '1' }));
    await eventually(() => expect(first.events).toHaveLength(1));
    await first.kill();
    const keys: string[] = [];
    const { client } = await start({ onObjectCreated: ({ key }) => void keys.push(key) });
    await client.send(new PutObjectCommand({ Bucket, Key: 'two', Body: '2' }));
    await eventually(() => expect(keys).toContain('two'));
    // The row goes right after the callback; the kill may fall in between, never the other way.
    expect(keys.filter((key) => key === 'one').length).toBeLessThanOrEqual(1);
  });

  test('a refused announcement comes again and holds up no other', async () => {
    const notified: string[] = [];
    const { client } = await start({
      onObjectCreated: async ({ key }) => {
        notified.push(key);
        if (key === 'stubborn' && notified.filter((one) => one === key).length < 3) {
          throw new Error('not now');
        }
      },
    });
    await client.send(new PutObjectCommand({ Bucket, Key: 'stubborn', Body: '' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'easy', Body: '' }));
    await eventually(() => {
      expect(notified.filter((key) => key === 'stubborn')).toHaveLength(3);
      expect(notified).toContain('easy');
    });
  });

  test('half an upload leaves nothing once the server starts again', async () => {
    const server = await spawnServer('deliver');
    const put = new PutObjectCommand({ Bucket, Key: 'half', ContentLength: 5_000_000 });
    const url = await getSignedUrl(server.client, put);
    const out = request(url, { method: 'PUT', headers: { 'content-length': 5_000_000 } });
    out.on('error', () => {});
    out.write(Buffer.alloc(2_000_000));
    await eventually(async () => expect(await filesIn('incoming')).toBe(1));
    await server.kill();
    await start();
    expect(await filesIn('incoming')).toBe(0);
    expect(await filesIn('objects')).toBe(0);
  });

  test('an upload that the client aborts leaves nothing', async () => {
    const { client } = await start();
    const put = new PutObjectCommand({ Bucket, Key: 'half', ContentLength: 5_000_000 });
    const out = request(await getSignedUrl(client, put), {
      method: 'PUT',
      headers: { 'content-length': 5_000_000 },
    });
    out.on('error', () => {});
    out.write(Buffer.alloc(2_000_000));
    await eventually(async () => expect(await filesIn('incoming')).toBe(1));
    out.destroy();
    await eventually(async () => expect(await filesIn('incoming')).toBe(0));
  });

  test('the files of deleted versions and replaced parts are freed', async () => {
    const { client } = await start();
    const { VersionId } = await client.send(
      new PutObjectCommand({ Bucket, Key: 'k', Body: 'bytes' }),
    );
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'm' }));
    const part = { Bucket, Key: 'm', UploadId, PartNumber: 1 };
    await client.send(new UploadPartCommand({ ...part, Body: 'old' }));
    await client.send(new UploadPartCommand({ ...part, Body: 'new' }));
    await eventually(async () => expect(await filesIn('objects')).toBe(2));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
    await eventually(async () => expect(await filesIn('objects')).toBe(1));
  });

  test('a download under way outlives the deletion of what it reads', async () => {
    const { client } = await start();
    const Body = Buffer.alloc(20_000_000, 'x');
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body }));
    const found = await client.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
    expect((await found.Body?.transformToByteArray())?.length).toBe(Body.length);
    await eventually(async () => expect(await filesIn('objects')).toBe(0));
  });

  test('an upload left alone for too long is aborted', async () => {
    const old = await start({ now: () => new Date(Date.now() - 3 * 86_400_000) });
    const signingDate = { systemClockOffset: -3 * 86_400_000 };
    const past = new S3Client({
      endpoint: old.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
      ...signingDate,
    });
    await past.send(new CreateMultipartUploadCommand({ Bucket, Key: 'm' }));
    await old.putBucket(Bucket, {
      versioned: true,
      corsRules: [],
      lifecycle: [{ prefix: '', abortUploadsAfterDays: 2 }],
    });
    await old.close();
    const { client } = await start();
    const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads ?? []).toEqual([]);
  });
});
