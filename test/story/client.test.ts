// Tests the client library in Node: whole files, parts, refusals, aborted and killed uploads.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Airlock,
  createAirlock,
  FileRejectedError,
  type UploadProgress,
} from '../../client/airlock.ts';
import { fileResumeStore, fileSource } from '../../client/node.ts';
import { MiB } from '../../lambdas/domain/sizes.ts';
import { addresses, alice, call } from './api.ts';
import { multipartUploadsOf, versionsOf } from './behind.ts';

const fixture = (name: string) => join(import.meta.dirname, '..', 'fixtures', 'files', name);
const airlock = createAirlock({ api: addresses.api, getToken: () => alice });

/** Text whose every part differs, so that a part in the wrong place would be noticed. */
const text = (bytes: number): Buffer =>
  Buffer.concat(
    Array.from({ length: bytes / MiB }, (_, index) =>
      Buffer.alloc(MiB, `Mebibyte ${index} of a long story.\n`),
    ),
  );
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-client-story-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

async function downloaded(id: string, by: Airlock = airlock): Promise<Buffer> {
  const { url } = await by.download(id);
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

describe('upload()', () => {
  it('uploads a small file and reports every phase', async () => {
    const phases: UploadProgress['phase'][] = [];
    const file = await airlock.upload(await fileSource(fixture('fixture.png')), {
      collection: 'images',
      title: 'A picture',
      onProgress: ({ phase }) => phases.push(phase),
    });
    expect(file).toMatchObject({
      status: 'ready',
      filename: 'fixture.png',
      title: 'A picture',
      verdict: { outcome: 'accepted', detectedType: 'image/png' },
    });
    expect([...new Set(phases)]).toEqual(['hashing', 'issuing', 'uploading', 'checking', 'done']);
    // Its variants are made after the verdict, at any time.
    const { variants: _variants, variantsStatus: _status, ...judged } = file;
    const { files } = await airlock.list({ collection: 'images', limit: 100 });
    expect(files.find(({ id }) => id === file.id)).toMatchObject(judged);
  });

  it.each([true, false])('brings a large file through in parts, with hash: %s', async (hash) => {
    const bytes = text(20 * MiB);
    const path = await written(`novel-${hash}.txt`, bytes);
    const reports: UploadProgress[] = [];
    const file = await airlock.upload(await fileSource(path), {
      collection: 'everything',
      hash,
      onProgress: (progress) => reports.push(progress),
    });
    expect(file).toMatchObject({ status: 'ready', size: bytes.length, contentType: 'text/plain' });
    expect(reports.at(-1)).toMatchObject({ phase: 'done', sentBytes: bytes.length });
    expect(sha256(await downloaded(file.id))).toBe(sha256(bytes));
    expect(await multipartUploadsOf(file.id)).toEqual([]);
    expect(await versionsOf(file.id)).toHaveLength(1);
  });

  it('the upload of a program with the name of a picture is rejected with the verdict', async () => {
    const source = await fileSource(fixture('fixture.exe'), { name: 'photo.png' });
    const failure = await airlock.upload(source, { collection: 'images' }).catch((error) => error);
    expect(failure).toBeInstanceOf(FileRejectedError);
    expect(failure.verdict).toMatchObject({
      outcome: 'rejected',
      reason: 'type_mismatch',
      declaredType: 'image/png',
      detectedType: 'application/x-msdownload',
    });
    expect(failure.message).toBe(failure.verdict.detail);
    await expect.poll(() => versionsOf(failure.file.id)).toEqual([]);
  });

  it('an upload that the policy does not admit is refused before a byte is sent', async () => {
    const path = await written('press.txt', Buffer.from('News'));
    const phases: UploadProgress['phase'][] = [];
    const upload = airlock.upload(await fileSource(path), {
      collection: 'press',
      onProgress: ({ phase }) => phases.push(phase),
    });
    await expect(upload).rejects.toMatchObject({ name: 'AirlockRefusal', code: 'forbidden' });
    expect(phases).not.toContain('uploading');
  });

  it('aborted half way leaves neither a file nor a multipart upload', async () => {
    const path = await written('aborted.txt', text(40 * MiB));
    const task = airlock.upload(await fileSource(path), {
      collection: 'everything',
      concurrency: 1,
      onProgress({ sentBytes }) {
        if (sentBytes > 20 * MiB) task.abort();
      },
    });
    await expect(task).rejects.toMatchObject({ name: 'AbortError' });
    const id = task.fileId ?? expect.fail('the upload was never issued');
    await expect.poll(() => multipartUploadsOf(id)).toEqual([]);
    expect((await call('GET', `/files/${id}`, { token: alice })).status).toBe(404);
    expect(await versionsOf(id)).toEqual([]);
  });

  it('resumes after the process was killed, without sending a stored part again', async () => {
    const bytes = text(48 * MiB);
    const path = await written('killed.txt', bytes);
    const memory = join(folder, 'killed.json');
    const script = join(import.meta.dirname, 'client-process.ts');
    const child = spawn(process.execPath, [script, addresses.api, alice, path, memory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const killedAt = await killHalfWay(child, bytes.length);
    const id = killedAt.fileId ?? expect.fail('the upload was never issued');
    const stored = await partsOf(id);
    expect(stored.length).toBeGreaterThan(0);

    const reports: UploadProgress[] = [];
    const file = await airlock.upload(await fileSource(path), {
      collection: 'everything',
      resumeStore: fileResumeStore(memory),
      onProgress: (progress) => reports.push(progress),
    });
    expect(file).toMatchObject({ id, status: 'ready', size: bytes.length });
    expect(reports.at(-1)?.resumedBytes).toBe(stored.reduce((sum, { size }) => sum + size, 0));
    expect(reports.some(({ restarted }) => restarted)).toBe(false);
    const sending = reports.filter(({ phase }) => phase === 'uploading');
    expect(sending[0]?.sentBytes).toBe(reports.at(-1)?.resumedBytes);
    expect(sha256(await downloaded(id))).toBe(sha256(bytes));
    expect(await versionsOf(id)).toHaveLength(1);
  });
});

/** Kills the process once half of the bytes are sent; resolves with its last report. */
async function killHalfWay(
  child: ChildProcessByStdio<null, Readable, null>,
  totalBytes: number,
): Promise<UploadProgress> {
  const exited = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const progress = JSON.parse(line) as UploadProgress;
    if (progress.sentBytes < totalBytes / 2) continue;
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    return progress;
  }
  return expect.fail('the process ended before it was half way');
}

/** The parts that S3 holds of a pending file. */
async function partsOf(id: string): Promise<{ partNumber: number; size: number }[]> {
  const { status, body } = await call('GET', `/files/${id}/parts`, { token: alice });
  expect(status).toBe(200);
  return body.parts;
}
