import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAirlock, type UploadProgress } from '../../client/airlock.ts';
import { fileResumeStore, fileSource } from '../../client/node.ts';
import { startContractServer } from './contract-server.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-client-'));
});
afterEach(() => rm(folder, { recursive: true }));

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

it('a file source has the name, the size and the slices of its file', async () => {
  const path = join(folder, 'note.txt');
  await writeFile(path, 'hello, world');
  const source = await fileSource(path);
  expect(source).toMatchObject({ name: 'note.txt', size: 12, type: '' });
  const slice = source.slice(7, 100);
  expect(slice.size).toBe(5);
  expect(Buffer.from(await slice.arrayBuffer()).toString()).toBe('world');
  expect(await new Response(slice.stream()).text()).toBe('world');
});

it('a file source reads beyond 4 GiB', async () => {
  const path = join(folder, 'large');
  const far = 5 * 1024 ** 3;
  await using file = await open(path, 'w');
  await file.write('far away', far);
  const source = await fileSource(path);
  expect(source.size).toBe(far + 8);
  expect(Buffer.from(await source.slice(far, far + 8).arrayBuffer()).toString()).toBe('far away');
});

it('a file source refuses to read a file that has changed', async () => {
  const path = join(folder, 'note.txt');
  await writeFile(path, 'hello');
  const source = await fileSource(path);
  await appendFile(path, ' again');
  await expect(source.slice(0, 5).arrayBuffer()).rejects.toMatchObject({
    name: 'NotReadableError',
  });
});

it('the resume file keeps every record that is written at once, and drops expired ones', async () => {
  const path = join(folder, 'uploads.json');
  const store = fileResumeStore(path);
  const record = { idempotencyKey: 'k', expiresAt: inAnHour() };
  const names = ['a', 'b', 'c'];
  await Promise.all(names.map((name) => store.set(name, { ...record, fileId: name })));
  await store.set('old', { ...record, expiresAt: '2020-01-01T00:00:00Z' });
  await store.delete('b');
  const again = fileResumeStore(path);
  expect(await again.get('a')).toEqual({ ...record, fileId: 'a' });
  expect(await again.get('b')).toBeUndefined();
  expect(await again.get('old')).toBeUndefined();
});

it('a damaged resume file counts as empty', async () => {
  const path = join(folder, 'uploads.json');
  await writeFile(path, '{"half');
  expect(await fileResumeStore(path).get('a')).toBeUndefined();
});

it('an upload continues where a killed process stopped', async () => {
  await using server = await startContractServer({ partSize: 100_000, threshold: 100_000 });
  const path = join(folder, 'film.mp4');
  const memory = join(folder, 'uploads.json');
  await writeFile(path, crypto.getRandomValues(Buffer.alloc(65_000)));
  for (let round = 0; round < 15; round += 1) await appendFile(path, Buffer.alloc(65_000, round));
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  server.hold = async (what) => {
    if (what !== 'PUT part 5') return;
    reached.resolve();
    await released.promise;
  };
  const script = join(import.meta.dirname, 'interrupted-upload.ts');
  const child = spawn(process.execPath, [script, server.url, path, memory], { stdio: 'inherit' });
  await reached.promise;
  child.kill('SIGKILL');
  await once(child, 'exit');
  const sentBefore = server.count(/^PUT part/);
  server.hold = async () => {};
  released.resolve();

  const reports: UploadProgress[] = [];
  const airlock = createAirlock({ api: server.url, getToken: () => 'token' });
  const file = await airlock.upload(await fileSource(path), {
    collection: 'videos',
    resumeStore: fileResumeStore(memory),
    onProgress: (each) => reports.push(each),
  });
  expect(file).toMatchObject({ status: 'ready', size: 1_040_000 });
  expect(server.stored.size).toBe(1);
  expect(reports.at(-1)?.resumedBytes).toBeGreaterThanOrEqual(400_000);
  expect(server.count(/^PUT part/) - sentBefore).toBeLessThanOrEqual(7);
});
