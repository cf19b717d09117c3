import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createAirlock,
  type ResumeRecord,
  type ResumeStore,
  type UploadOptions,
  type UploadProgress,
} from '../../client/airlock.ts';
import { type ContractServer, type Fault, startContractServer } from './contract-server.ts';

const partSize = 1000;
const contents = randomBytes(9_500);
const expired = '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';

let server: ContractServer;
let store: ReturnType<typeof memoryStore>;
beforeEach(async () => {
  server = await startContractServer({ partSize });
  store = memoryStore();
});
afterEach(() => server[Symbol.asyncDispose]());

function memoryStore(): ResumeStore & { readonly records: Map<string, ResumeRecord> } {
  const records = new Map<string, ResumeRecord>();
  return {
    records,
    get: async (fingerprint) => records.get(fingerprint),
    set: async (fingerprint, record) => void records.set(fingerprint, record),
    delete: async (fingerprint) => void records.delete(fingerprint),
  };
}

const source = (bytes: Buffer = contents) =>
  Object.assign(new Blob([new Uint8Array(bytes)], { type: 'video/mp4' }), {
    name: 'film.mp4',
    lastModified: 1,
  });

const upload = (options: Partial<UploadOptions> = {}, bytes: Buffer = contents) =>
  createAirlock({ api: server.url, getToken: () => 'token' }).upload(source(bytes), {
    collection: 'videos',
    resumeStore: store,
    ...options,
  });

const files = () => [...server.stored.values()];
const arrived = () => files().find(({ file }) => file.status === 'ready')?.bytes;
const once = (wanted: string, fault: Fault) => (what: string, count: number) =>
  what === wanted && count === 0 ? fault : undefined;

/** An upload that ends after `parts` parts, because the connection breaks and the sign-in has lapsed by then. */
async function interruptedAfter(parts: number): Promise<void> {
  server.fault = (what) => {
    if (what.startsWith('PUT part') && server.count(/^PUT part/) >= parts) {
      return 'drop before reading';
    }
    return what === 'GET file' ? { status: 401, body: '{"message":"Unauthorized"}' } : undefined;
  };
  await expect(upload({ concurrency: 1 })).rejects.toMatchObject({ code: 'unauthorized' });
  server.fault = () => undefined;
}

it('sends a large file in parts, a few at a time, and resolves to the ready file', async () => {
  let inFlight = 0;
  let most = 0;
  const { promise: threeAtOnce, resolve: openGate } = Promise.withResolvers<void>();
  server.hold = async (what) => {
    if (!what.startsWith('PUT')) return;
    inFlight += 1;
    most = Math.max(most, inFlight);
    if (inFlight === 3) openGate();
    await threeAtOnce;
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
  };
  const reports: UploadProgress[] = [];
  const file = await upload({ concurrency: 3, onProgress: (each) => reports.push(each) });
  expect(file.status).toBe('ready');
  expect(arrived()).toEqual(contents);
  expect(server.count(/^PUT part/)).toBe(10);
  expect(most).toBe(3);
  expect(reports.at(-1)).toMatchObject({ phase: 'done', sentBytes: 9_500 });
  expect(Math.max(...reports.map(({ sentBytes }) => sentBytes))).toBe(9_500);
  expect(store.records.size).toBe(0);
});

const signedParts = (of: ContractServer): { partNumber: number; sha256?: string }[] =>
  of.seen
    .filter(({ what }) => what === 'POST parts')
    .flatMap(({ body }) => JSON.parse(body.toString()).parts);

it('the client announces and claims the hash of each part, because S3 has none of the whole', async () => {
  await upload();
  expect(files().map(({ request }) => request)).toEqual([
    expect.objectContaining({ checksumParts: true, size: 9_500 }),
  ]);
  expect(files()[0]?.request).not.toHaveProperty('sha256');
  for (const { sha256 } of signedParts(server)) expect(sha256).toMatch(/^[A-Za-z0-9+/]{43}=$/);
});

it('claims no hash of any part when hashing is off', async () => {
  await upload({ hash: false });
  expect(files()[0]?.request).not.toHaveProperty('checksumParts');
  for (const part of signedParts(server)) expect(part).not.toHaveProperty('sha256');
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
  server.fault = () => {
    requests += 1;
    return requests % 3 === 0 ? faults[(requests / 3) % faults.length] : undefined;
  };
  await upload();
  expect(arrived()).toEqual(contents);
  expect(files()).toHaveLength(1);
});

it('signs a part again when S3 says that its URL has expired', async () => {
  server.fault = once('PUT part 4', { status: 403, body: expired });
  await upload();
  expect(arrived()).toEqual(contents);
  expect(signedParts(server).filter(({ partNumber }) => partNumber === 4)).toHaveLength(2);
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
  server.fault = once('PUT part 2', damaged);
  await upload();
  expect(arrived()).toEqual(contents);
  server.fault = (what) => (what === 'PUT part 2' ? damaged : undefined);
  await expect(upload()).rejects.toMatchObject({
    name: 'UploadFailedError',
    cause: { code: 'BadDigest' },
  });
});

it('sends again what the server finds missing at completion', async () => {
  server.hold = async (what) => {
    if (what === 'POST complete' && server.count('POST complete') === 1) {
      files()[0]?.parts.delete(7);
    }
  };
  await upload();
  expect(server.count('PUT part 7')).toBe(2);
  expect(server.count(/^PUT part/)).toBe(11);
  expect(arrived()).toEqual(contents);
});

it('an upload waits for the verdict when the answer to its completion was lost', async () => {
  server.fault = once('POST complete', 'drop after serving');
  await upload();
  expect(server.count('POST complete')).toBe(2);
  expect(server.count(/^PUT part/)).toBe(10);
  expect(files()).toHaveLength(1);
});

it('sends the claimed hashes when it continues with other options', async () => {
  await interruptedAfter(4);
  await upload({ hash: false });
  expect(arrived()).toEqual(contents);
  expect(files()).toHaveLength(1);
});

it('asks for completion first when the last attempt ended there', async () => {
  server.fault = once('POST complete', 'drop after serving');
  server.hold = async (what) => {
    if (what === 'POST complete') server.fault = () => ({ status: 401 });
  };
  await expect(upload()).rejects.toMatchObject({ code: 'unauthorized' });
  server.hold = async () => {};
  server.fault = () => undefined;
  await upload();
  expect(server.count(/^PUT part/)).toBe(10);
  expect(files()).toHaveLength(1);
});

it('continues after a reload with the parts that S3 does not hold', async () => {
  await interruptedAfter(4);
  const before = server.count(/^PUT part/);
  const reports: UploadProgress[] = [];
  await upload({ onProgress: (each) => reports.push(each) });
  expect(arrived()).toEqual(contents);
  expect(files()).toHaveLength(1);
  expect(server.count(/^PUT part/) - before).toBe(6);
  expect(reports.at(-1)).toMatchObject({ resumedBytes: 4_000, sentBytes: 9_500 });
  expect(reports.at(-1)).not.toHaveProperty('restarted');
});

it('starts from zero, and says so, when the file is another one under the same name', async () => {
  await interruptedAfter(4);
  const other = randomBytes(contents.length);
  const reports: UploadProgress[] = [];
  await upload({ onProgress: (each) => reports.push(each) }, other);
  expect(arrived()).toEqual(other);
  expect(files().map(({ file }) => file.status)).toEqual(['deleted', 'ready']);
  expect(reports.at(-1)).toMatchObject({ restarted: true, resumedBytes: 0 });
});

it('starts afresh when the upload to continue is gone', async () => {
  await interruptedAfter(4);
  const [entry] = files();
  if (entry) entry.file = { ...entry.file, status: 'deleted' };
  const reports: UploadProgress[] = [];
  await upload({ onProgress: (each) => reports.push(each) });
  expect(arrived()).toEqual(contents);
  expect(reports.at(-1)).toMatchObject({ restarted: true });
});

it('starts afresh when S3 dropped the upload while it was being sent', async () => {
  server.fault = once('PUT part 5', {
    status: 404,
    body: '<Error><Code>NoSuchUpload</Code><Message>gone</Message></Error>',
  });
  await upload();
  expect(arrived()).toEqual(contents);
  expect(files().map(({ file }) => file.status)).toEqual(['deleted', 'ready']);
});

it('a file that was deleted while it was sent is not created again', async () => {
  server.hold = async (what) => {
    const [entry] = files();
    if (what === 'PUT part 5' && entry) entry.file = { ...entry.file, status: 'deleted' };
  };
  await expect(upload()).rejects.toMatchObject({
    name: 'UploadFailedError',
    message: 'The upload failed. The file was deleted during the upload.',
  });
  expect(files()).toHaveLength(1);
});

it('starts afresh when a pause outlasted the upload and it was reaped', async () => {
  server.hold = async (what) => {
    if (what !== 'PUT part 5' || files().length > 1) return;
    const [entry] = files();
    if (entry) entry.file = { ...entry.file, status: 'deleted' };
    const now = server.now;
    server.now = () => now() + 3_600_000;
  };
  await upload({ concurrency: 1 });
  expect(arrived()).toEqual(contents);
  expect(files()).toHaveLength(2);
});

it('two uploads of the same file at once become two files', async () => {
  await Promise.all([upload(), upload()]);
  expect(files().map(({ bytes }) => bytes?.equals(contents))).toEqual([true, true]);
});

it('begins no part while paused, finishes one that is almost sent, then sends only what is missing', async () => {
  let paused = 0;
  server.hold = async (what) => {
    if (what !== 'PUT part 5' || paused > 0) return;
    paused += 1;
    task.pause();
  };
  const reports: UploadProgress[] = [];
  const task = upload({
    concurrency: 1,
    onProgress(report) {
      const last = reports.at(-1);
      reports.push(report);
      if (report.phase !== 'paused' || last?.phase === 'paused') return;
      setImmediate(() => {
        expect(server.count('PUT part 6')).toBe(0);
        task.resume();
      });
    },
  });
  await task;
  expect(arrived()).toEqual(contents);
  expect(server.count('PUT part 4')).toBe(1);
  expect(server.count('PUT part 5')).toBe(1);
  expect(reports.some(({ phase }) => phase === 'paused')).toBe(true);
});

it('aborts between parts, deletes the upload and forgets it', async () => {
  server.hold = async (what) => {
    if (what === 'PUT part 3') task.abort();
  };
  const task = upload();
  await expect(task).rejects.toMatchObject({ name: 'AbortError' });
  expect(files().map(({ file }) => file.status)).toEqual(['deleted']);
  expect(server.count('POST complete')).toBe(0);
  expect(store.records.size).toBe(0);
});
