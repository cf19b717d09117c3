import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  AirlockRefusal,
  createAirlock,
  FileRejectedError,
  UploadFailedError,
  type UploadOptions,
  type UploadProgress,
} from '../../client/airlock.ts';
import { type ContractServer, startContractServer } from './contract-server.ts';

let server: ContractServer;
beforeEach(async () => {
  server = await startContractServer();
});
afterEach(() => server[Symbol.asyncDispose]());

const named = (text: string, name = 'notes.txt') =>
  Object.assign(new Blob([text], { type: 'text/plain' }), { name });

const airlock = (getToken: () => string = () => 'token') =>
  createAirlock({ api: `${server.url}/`, getToken });

const upload = (text: string, options: Partial<UploadOptions> = {}) =>
  airlock().upload(named(text), { collection: 'documents', ...options });

const onlyFile = () => {
  const [entry, ...others] = server.stored.values();
  expect(others).toEqual([]);
  if (!entry) throw new Error('The server has no file.');
  return entry;
};

it('posts a small file with its hash and resolves to the ready file', async () => {
  const reports: UploadProgress[] = [];
  const metadata = { orderId: 'A-1047' };
  const task = upload('hello', {
    title: 'Greeting',
    metadata,
    onProgress: (each) => reports.push(each),
  });
  const file = await task;
  expect(file).toMatchObject({ id: task.fileId, status: 'ready', filename: 'notes.txt', size: 5 });
  expect(onlyFile().bytes?.toString()).toBe('hello');
  expect(onlyFile().request).toEqual({
    collection: 'documents',
    filename: 'notes.txt',
    contentType: 'text/plain',
    size: 5,
    title: 'Greeting',
    metadata,
    sha256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
  });
  const phases = reports.map(({ phase }) => phase);
  expect([...new Set(phases)]).toEqual(['hashing', 'issuing', 'uploading', 'checking', 'done']);
  expect(reports.at(-1)).toMatchObject({ sentBytes: 5, totalBytes: 5, fileId: file.id });
});

it('claims no hash when hashing is off', async () => {
  await upload('hello', { hash: false });
  expect(onlyFile().request).not.toHaveProperty('sha256');
});

it('one file is created when the first answer to its claim is lost', async () => {
  server.fault = (what, count) =>
    what === 'POST /files' && count === 0 ? 'drop after serving' : undefined;
  await upload('hello');
  expect(server.count('POST /files')).toBe(2);
  onlyFile();
});

it('an upload waits as long as a 429 says, then continues', async () => {
  server.fault = (what, count) =>
    what === 'POST /files' && count === 0
      ? { status: 429, headers: { 'retry-after': '1' }, body: '{"message":"Too Many Requests"}' }
      : undefined;
  await upload('hello');
  const [first, second] = server.seen.filter(({ what }) => what === 'POST /files');
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
});

it('posts again when the connection breaks, after asking whether the bytes are still wanted', async () => {
  server.fault = (what, count) =>
    what === 'POST form' && count < 2 ? 'drop before reading' : undefined;
  await upload('hello');
  expect(server.count('POST form')).toBe(3);
  const order = server.seen.map(({ what }) => what);
  expect(order[order.indexOf('POST form') + 1]).toBe('GET file');
});

it('posts no second time when only the answer was lost and the verdict is there', async () => {
  server.fault = (what) => (what === 'POST form' ? 'drop after serving' : undefined);
  server.hold = async (what) => {
    if (what !== 'GET file') return;
    const entry = onlyFile();
    if (entry.bytes) entry.file = { ...entry.file, status: 'ready' };
  };
  await expect(upload('hello')).resolves.toMatchObject({ status: 'ready' });
  expect(server.count('POST form')).toBe(1);
});

it('asks for a fresh form when this one has expired', async () => {
  server.fault = (what, count) =>
    what === 'POST form' && count === 0
      ? {
          status: 403,
          body: '<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>',
        }
      : undefined;
  await upload('hello');
  expect(server.count('POST /files')).toBe(2);
  onlyFile();
});

it('asks for a fresh form before sending when a pause outlasted this one', async () => {
  await using brief = await startContractServer({ urlSeconds: 3 });
  const airlock = createAirlock({ api: brief.url, getToken: () => 'token' });
  await airlock.upload(named('hello'), { collection: 'documents' });
  expect(brief.seen.map(({ what }) => what).slice(0, 3)).toEqual([
    'POST /files',
    'POST /files',
    'POST form',
  ]);
});

it('fails at once, and releases the quota, when the storage refuses the bytes', async () => {
  server.fault = (what) =>
    what === 'POST form'
      ? {
          status: 400,
          body: '<Error><Code>EntityTooLarge</Code><Message>Too large</Message></Error>',
        }
      : undefined;
  const error = await upload('hello').catch((each: unknown) => each);
  expect(error).toBeInstanceOf(UploadFailedError);
  expect(error).toMatchObject({ cause: { code: 'EntityTooLarge', status: 400 } });
  expect(server.count('POST form')).toBe(1);
  expect(onlyFile().file.status).toBe('deleted');
});

it('rejects with the refusal of the API and its details, without a second try', async () => {
  server.fault = (what) =>
    what === 'POST /files'
      ? {
          status: 403,
          body: JSON.stringify({
            code: 'quota_exceeded',
            title: 'quota exceeded',
            status: 403,
            detail: 'You have 5 bytes left.',
            resource: 'bytes',
            used: 95,
            limit: 100,
            needed: 6,
          }),
        }
      : undefined;
  const error = await upload('hello').catch((each: unknown) => each);
  expect(error).toBeInstanceOf(AirlockRefusal);
  expect(error).toMatchObject({
    code: 'quota_exceeded',
    message: 'You have 5 bytes left.',
    details: { used: 95, limit: 100, needed: 6 },
  });
  expect(server.count('POST /files')).toBe(1);
});

it('rejects with the verdict when the file is rejected', async () => {
  await using strict = await startContractServer({ verdict: 'rejected' });
  const task = createAirlock({ api: strict.url, getToken: () => 'token' }).upload(named('hello'), {
    collection: 'documents',
  });
  const error = await task.catch((each: unknown) => each);
  expect(error).toBeInstanceOf(FileRejectedError);
  expect(error).toMatchObject({ file: { status: 'rejected', id: task.fileId } });
});

it('asks once for a newer token when this one has lapsed, and then says unauthorized', async () => {
  const tokens = ['stale', 'token'];
  const renewing = airlock(() => tokens.shift() ?? 'token');
  await expect(renewing.get('x')).rejects.toMatchObject({ code: 'not_found' });
  await expect(airlock(() => 'stale').get('x')).rejects.toMatchObject({
    name: 'AirlockRefusal',
    code: 'unauthorized',
  });
});

it('aborts with a standard AbortError and deletes the file', async () => {
  const controller = new AbortController();
  server.hold = async (what) => {
    if (what === 'POST form') controller.abort();
  };
  const task = upload('hello', { signal: controller.signal });
  const error = await task.catch((each: unknown) => each);
  expect(error).toBeInstanceOf(DOMException);
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(onlyFile().file.status).toBe('deleted');
});

it('deletes even the file whose issue was still under way when it was aborted', async () => {
  const task = upload('hello');
  server.hold = async (what) => {
    if (what === 'POST /files') task.abort();
  };
  await expect(task).rejects.toMatchObject({ name: 'AbortError' });
  expect(onlyFile().file.status).toBe('deleted');
});

it('an upload whose signal is already aborted sends no request', async () => {
  const task = upload('hello', { signal: AbortSignal.abort() });
  await expect(task).rejects.toMatchObject({ name: 'AbortError' });
  expect(server.seen).toEqual([]);
});

it('pauses in the middle of a post and sends it again when resumed', async () => {
  const reports: UploadProgress[] = [];
  const task = upload('hello', {
    onProgress(report) {
      const { phase } = reports.at(-1) ?? {};
      reports.push(report);
      if (report.phase === 'paused' && phase !== 'paused') setImmediate(() => task.resume());
    },
  });
  server.hold = async (what) => {
    if (what === 'POST form' && server.count('POST form') === 1) task.pause();
  };
  await task;
  expect(server.count('POST form')).toBe(2);
  expect(reports.map(({ phase }) => phase)).toContain('paused');
});
