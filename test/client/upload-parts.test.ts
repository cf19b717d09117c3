// Uploads in parts: what is sent how often, whatever happens to the requests.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAirlock, type UploadProgress } from '../../client/airlock.ts';
import type { Fault } from './contract-requests.ts';
import { type ContractServer, startContractServer } from './contract-server.ts';
import {
  contents,
  type FilmUploads,
  once,
  partSize,
  source,
  startFilmUploads,
} from './film-uploads.ts';

const expired = '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';

let film: FilmUploads;
beforeEach(async () => {
  film = await startFilmUploads();
});
afterEach(() => film[Symbol.asyncDispose]());

const signedParts = (of: ContractServer): { partNumber: number; sha256?: string }[] =>
  of.seen
    .filter(({ what }) => what === 'POST parts')
    .flatMap(({ body }) => JSON.parse(body.toString()).parts);

it('sends a large file in parts, a few at a time, and resolves to the ready file', async () => {
  let inFlight = 0;
  let most = 0;
  const { promise: threeAtOnce, resolve: openGate } = Promise.withResolvers<void>();
  film.server.hold = async (what) => {
    if (!what.startsWith('PUT')) return;
    inFlight += 1;
    most = Math.max(most, inFlight);
    if (inFlight === 3) openGate();
    await threeAtOnce;
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
  };
  const reports: UploadProgress[] = [];
  const file = await film.upload({ concurrency: 3, onProgress: (each) => reports.push(each) });
  expect(file.status).toBe('ready');
  expect(film.arrived()).toEqual(contents);
  expect(film.server.count(/^PUT part/)).toBe(10);
  expect(most).toBe(3);
  expect(reports.at(-1)).toMatchObject({ phase: 'done', sentBytes: 9_500 });
  expect(Math.max(...reports.map(({ sentBytes }) => sentBytes))).toBe(9_500);
  expect(film.store.records.size).toBe(0);
});

it('the client announces and claims the hash of each part, because S3 has none of the whole', async () => {
  await film.upload();
  expect(film.files().map(({ request }) => request)).toEqual([
    expect.objectContaining({ checksumParts: true, size: 9_500 }),
  ]);
  expect(film.files()[0]?.request).not.toHaveProperty('sha256');
  for (const { sha256 } of signedParts(film.server)) expect(sha256).toMatch(/^[A-Za-z0-9+/]{43}=$/);
});

it('claims no hash of any part when hashing is off', async () => {
  await film.upload({ hash: false });
  expect(film.files()[0]?.request).not.toHaveProperty('checksumParts');
  for (const part of signedParts(film.server)) expect(part).not.toHaveProperty('sha256');
});

it('an upload in parts completes despite broken connections, 500s and 429s on any request', async () => {
  const faults: Fault[] = [
    'drop before reading',
    { status: 500 },
    'drop after serving',
    { status: 503 },
    { status: 429, headers: { 'retry-after': '0' } },
  ];
  let requests = 0;
  film.server.fault = () => {
    requests += 1;
    return requests % 3 === 0 ? faults[(requests / 3) % faults.length] : undefined;
  };
  await film.upload();
  expect(film.arrived()).toEqual(contents);
  expect(film.files()).toHaveLength(1);
});

it('signs a part again when S3 says that its URL has expired', async () => {
  film.server.fault = once('PUT part 4', { status: 403, body: expired });
  await film.upload();
  expect(film.arrived()).toEqual(contents);
  expect(signedParts(film.server).filter(({ partNumber }) => partNumber === 4)).toHaveLength(2);
});

it.each([-6, 6])('uses no URL that has expired by a server clock %i hours off', async (hours) => {
  await using skewed = await startContractServer({
    partSize,
    clockOffsetMs: hours * 3_600_000,
    sendDate: false,
  });
  const airlock = createAirlock({ api: skewed.url, getToken: () => 'token' });
  await airlock.upload(source(), { collection: 'videos', hash: false });
  expect(signedParts(skewed)).toHaveLength(10);
});

it('sends a part again that arrived damaged, and fails when it stays so', async () => {
  const damaged = {
    status: 400,
    body: '<Error><Code>BadDigest</Code><Message>no</Message></Error>',
  };
  film.server.fault = once('PUT part 2', damaged);
  await film.upload();
  expect(film.arrived()).toEqual(contents);
  film.server.fault = (what) => (what === 'PUT part 2' ? damaged : undefined);
  await expect(film.upload()).rejects.toMatchObject({
    name: 'UploadFailedError',
    cause: { code: 'BadDigest' },
  });
});

it('sends again what the server finds missing at completion', async () => {
  film.server.hold = async (what) => {
    if (what === 'POST complete' && film.server.count('POST complete') === 1) {
      film.files()[0]?.parts.delete(7);
    }
  };
  await film.upload();
  expect(film.server.count('PUT part 7')).toBe(2);
  expect(film.server.count(/^PUT part/)).toBe(11);
  expect(film.arrived()).toEqual(contents);
});

it('an upload waits for the verdict when the answer to its completion was lost', async () => {
  film.server.fault = once('POST complete', 'drop after serving');
  await film.upload();
  expect(film.server.count('POST complete')).toBe(2);
  expect(film.server.count(/^PUT part/)).toBe(10);
  expect(film.files()).toHaveLength(1);
});

it('two uploads of the same file at once become two files', async () => {
  await Promise.all([film.upload(), film.upload()]);
  expect(film.files().map(({ bytes }) => bytes?.equals(contents))).toEqual([true, true]);
});

it('begins no part while paused, finishes one that is almost sent, then sends only what is missing', async () => {
  let paused = 0;
  film.server.hold = async (what) => {
    if (what !== 'PUT part 5' || paused > 0) return;
    paused += 1;
    task.pause();
  };
  const reports: UploadProgress[] = [];
  const task = film.upload({
    concurrency: 1,
    onProgress(report) {
      const last = reports.at(-1);
      reports.push(report);
      if (report.phase !== 'paused' || last?.phase === 'paused') return;
      setImmediate(() => {
        expect(film.server.count('PUT part 6')).toBe(0);
        task.resume();
      });
    },
  });
  await task;
  expect(film.arrived()).toEqual(contents);
  expect(film.server.count('PUT part 4')).toBe(1);
  expect(film.server.count('PUT part 5')).toBe(1);
  expect(reports.some(({ phase }) => phase === 'paused')).toBe(true);
});

it('aborts between parts, deletes the upload and forgets it', async () => {
  film.server.hold = async (what) => {
    if (what === 'PUT part 3') task.abort();
  };
  const task = film.upload();
  await expect(task).rejects.toMatchObject({ name: 'AbortError' });
  expect(film.files().map(({ file }) => file.status)).toEqual(['deleted']);
  expect(film.server.count('POST complete')).toBe(0);
  expect(film.store.records.size).toBe(0);
});
