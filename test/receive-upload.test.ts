// 3. Batches of real events through the real inspecting thread, on real engines.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqsS3Events } from '../lambdas/aws/events/sqs-s3-events.ts';
import { readChecksumWith } from '../lambdas/aws/s3/read-checksum.ts';
import { readRangeWith } from '../lambdas/aws/s3/read-range.ts';
import { defineConfig } from '../lambdas/config/config.ts';
import { documents } from '../lambdas/config/presets.ts';
import type { Principal } from '../lambdas/domain/access.ts';
import { HEAD_MAX_BYTES } from '../lambdas/domain/stored-bytes.ts';
import { startInspector } from '../lambdas/inspection/inspector.ts';
import { reapUploads } from '../lambdas/reap-uploads/reap-uploads.ts';
import { type Reception, receiveUpload } from '../lambdas/receive-upload/receive-upload.ts';
import { invocationWith, queued } from './aws/queued-messages.ts';
import { type Backend, postTo, startBackend } from './backend.ts';
import { adaptersTo } from './wiring.ts';

const config = defineConfig({ collections: { documents: documents() } });
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const hostile = new URL('./fixtures/cases/hostile/redos-47s.docx', import.meta.url);
const HOUR_MS = 3_600_000;

let clock = Date.now();
let backend: Backend;
let receive: ReturnType<typeof receiveUpload>;
let reads: { key: string; length: number }[];
let owner: Principal;

beforeAll(async () => {
  backend = await startBackend({ config, now: () => new Date(clock) });
  const { s3, bucket } = backend;
  const readRange = readRangeWith(s3, bucket);
  receive = receiveUpload({
    ...adaptersTo(backend, () => new Date(clock)),
    config,
    readRange: (version, start, length) => {
      reads.push({ key: version.key, length });
      return readRange(version, start, length);
    },
    readChecksum: readChecksumWith(s3, bucket),
    inspectUpload: startInspector({
      worker: new URL('../lambdas/inspection/inspect-worker.ts', import.meta.url),
      cpuSeconds: 10,
    }),
    now: () => new Date(clock),
  });
});
afterAll(() => backend[Symbol.asyncDispose]());
beforeEach(() => {
  reads = [];
  owner = { sub: randomUUID(), groups: [] };
});

/** Uploads a file by its form; returns its id and the event that S3 sends for the version. */
async function upload(filename: string, contentType: string, bytes: Buffer<ArrayBuffer>) {
  const claim = { collection: 'documents', filename, contentType, size: bytes.byteLength };
  const { file, upload } = await backend.issue(claim, owner);
  if (upload?.kind !== 'post') expect.fail('The upload is not a form.');
  expect(await postTo(upload, bytes)).toBe(201);
  const { key } = (await backend.findFile(file.id)) ?? expect.fail('There is no record.');
  const [version = expect.fail('There is no version.')] = await backend.listVersions(key);
  const object = { key, versionId: version.versionId };
  return {
    id: file.id,
    form: upload,
    version,
    event: JSON.stringify({ Records: [{ s3: { object } }] }),
  };
}

const note = (index: number) =>
  upload(`note-${index}.txt`, 'text/plain', Buffer.from(`note ${index}`));
const statusOf = async (id: string) => (await backend.findFile(id))?.status;

describe('A batch of ten messages with a document that is made to exhaust the parser', () => {
  it('a batch with one document that exhausts the parser leaves nine files ready, one rejected and no message in the queue', async () => {
    const notes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map(note));
    const trap = await upload('trap.docx', DOCX, Buffer.from(await readFile(hostile)));
    const handler = sqsS3Events(async (version) => void (await receive(version)));
    const batch = queued(trap.event, ...notes.map(({ event }) => event));
    expect(await handler(batch, invocationWith(60_000))).toEqual({ batchItemFailures: [] });
    expect(await Promise.all(notes.map(({ id }) => statusOf(id)))).toEqual(
      notes.map(() => 'ready'),
    );
    expect(await statusOf(trap.id)).toBe('rejected');
  });

  it('a document that exhausts the parser does not stop the reaper, which settles it and the others', async () => {
    const trap = await upload('trap.docx', DOCX, Buffer.from(await readFile(hostile)));
    const other = await note(1);
    clock += config.expiry.uploadSeconds * 1000 + 2 * HOUR_MS;
    const reap = reapUploads({
      ...adaptersTo(backend, () => new Date(clock)),
      config,
      receive,
      receiveScanResult: async () => undefined,
      onFailure: (_file, error) => expect.fail(String(error)),
      now: () => new Date(clock),
    });
    expect(await reap(() => true)).toMatchObject({ judged: 2, removed: 0, failed: 0 });
    expect(await statusOf(trap.id)).toBe('rejected');
    expect(await statusOf(other.id)).toBe('ready');
  });
});

describe('A form that is posted again', () => {
  it.each<[Reception['outcome'], string, Buffer<ArrayBuffer>]>([
    ['ready', 'text/plain', Buffer.from('a note')],
    ['rejected', 'application/pdf', Buffer.from('no PDF')],
  ])(
    'costs no reading once its file is %s: the new version is deleted',
    async (outcome, type, bytes) => {
      const { id, form, version } = await upload('file', type, bytes);
      expect(await receive(version)).toMatchObject({ outcome });
      expect(reads.length).toBeGreaterThan(0);
      reads = [];
      for (let again = 0; again < 3; again += 1) expect(await postTo(form, bytes)).toBe(201);
      const later = (await backend.listVersions(version.key)).filter(
        ({ versionId }) => versionId !== version.versionId,
      );
      expect(later).toHaveLength(3);
      for (const each of later) await receive(each);
      expect(reads).toEqual([]);
      expect(await statusOf(id)).toBe(outcome);
      expect(await backend.listVersions(version.key)).toEqual(outcome === 'ready' ? [version] : []);
    },
  );
});

it('An upload is read once, its first 64 KiB first', async () => {
  const { version } = await upload('long.txt', 'text/plain', Buffer.alloc(200_000, 'word '));
  expect(await receive(version)).toMatchObject({ outcome: 'ready' });
  expect(reads[0]).toEqual({ key: version.key, length: HEAD_MAX_BYTES });
});
