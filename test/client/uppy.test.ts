import { randomBytes } from 'node:crypto';
import Uppy, { type UploadResult } from '@uppy/core';
import type { Meta, UppyFile } from '@uppy/core/utils';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  AirlockRefusal,
  createAirlock,
  type File as FileRecord,
  type ResumeRecord,
  type ResumeStore,
} from '../../client/airlock.ts';
import { AirlockUploader, type AirlockUploaderOptions } from '../../client/uppy.ts';
import { eventually } from '../eventually.ts';
import { type ContractServer, startContractServer } from './contract-server.ts';

type Page = Uppy<Meta, FileRecord>;
type Result = UploadResult<Meta, FileRecord>;

const contents = randomBytes(9_500);
const film = new File([contents], 'film.mp4', { type: 'video/mp4', lastModified: 1 });
const note = new File(['hello'], 'note.txt', { type: 'text/plain', lastModified: 1 });

let server: ContractServer;
let records: Map<string, ResumeRecord>;
beforeEach(async () => {
  server = await startContractServer({ partSize: 1000 });
  records = new Map();
});
afterEach(() => server[Symbol.asyncDispose]());

const resumeStore: ResumeStore = {
  get: async (fingerprint) => records.get(fingerprint),
  set: async (fingerprint, record) => void records.set(fingerprint, record),
  delete: async (fingerprint) => void records.delete(fingerprint),
};

const quiet = { debug() {}, warn() {}, error() {} };

function openPage(options: Partial<AirlockUploaderOptions> = {}): Page {
  const airlock = createAirlock({ api: server.url, getToken: () => 'token' });
  return new Uppy<Meta, FileRecord>({ logger: quiet }).use(AirlockUploader, {
    airlock,
    collection: 'videos',
    resumeStore,
    ...options,
  });
}

const entries = () => [...server.stored.values()];
const arrived = () => entries().find(({ file }) => file.status === 'ready')?.bytes;

/** Adds a file and uploads all. */
async function send(page: Page, file = film): Promise<Result> {
  page.addFile(file);
  return (await page.upload()) ?? {};
}

/** A turnstile at the server: requests that match wait in it until it opens. */
function holdRequests(wanted: RegExp) {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  server.hold = (what) => (wanted.test(what) ? opened : Promise.resolve());
  const reached = () => eventually(() => expect(server.count(wanted)).toBeGreaterThan(0));
  return { open, reached };
}

/** The only file of a page. */
function only(page: Page): UppyFile<Meta, FileRecord> {
  const [file, ...others] = page.getFiles();
  expect(others).toEqual([]);
  if (!file) throw new Error('The page has no file.');
  return file;
}

it('uploads a file in parts, reports progress, and succeeds with the judged file', async () => {
  const page = openPage();
  const uploaded: number[] = [];
  const checking: unknown[] = [];
  const bodies: unknown[] = [];
  page.on('upload-progress', (_, progress) => uploaded.push(progress.bytesUploaded));
  page.on('postprocess-progress', (_, { message }) => checking.push(message));
  page.on('upload-success', (_, { status, body }) => bodies.push([status, body]));

  const { successful, failed } = await send(page);
  expect(failed).toEqual([]);
  expect(arrived()).toEqual(contents);
  expect(bodies).toEqual([[200, entries()[0]?.file]]);
  expect(successful?.[0]).toMatchObject({
    response: { body: { status: 'ready' } },
    progress: { complete: true, uploadComplete: true, bytesUploaded: 9_500, percentage: 100 },
  });
  expect(successful?.[0]?.airlock).toBeUndefined();
  expect(successful?.[0]?.progress).not.toHaveProperty('preprocess');
  expect(uploaded.at(-1)).toBe(9_500);
  expect(uploaded.length).toBeGreaterThan(2);
  expect(checking).toEqual(['Checking the file…']);
});

it('asks for the collection of each file and sends title, caption and metadata along', async () => {
  const page = openPage({ collection: ({ name }) => (name === 'note.txt' ? 'documents' : '') });
  const metadata = { orderId: 'A-1047' };
  const meta = { title: 'Greeting', metadata };
  page.addFile({ name: 'note.txt', type: 'text/plain', data: note, meta });
  await page.upload();
  expect(entries()[0]?.request).toMatchObject({
    collection: 'documents',
    title: 'Greeting',
    metadata,
  });
  expect(entries()[0]?.request).not.toHaveProperty('caption');
});

it('the plugin for Uppy says why an upload waits in place of its progress, and continues without a step back', async () => {
  const page = openPage();
  let failures = 0;
  server.fault = (what) => {
    if (what !== 'PUT part 3' || failures === 2) return undefined;
    failures += 1;
    return { status: 503 };
  };
  const waits: unknown[] = [];
  const uploaded: number[] = [];
  page.on('preprocess-progress', (file, { message }) => {
    if (!message?.startsWith('Reading')) waits.push([message, file?.progress.uploadStarted]);
  });
  page.on('upload-progress', (_, { bytesUploaded }) => uploaded.push(bytesUploaded ?? 0));
  const { successful } = await send(page);
  expect(successful).toHaveLength(1);
  expect(failures).toBe(2);
  expect(waits[0]).toEqual(['The server is busy. The upload continues by itself.', null]);
  expect(uploaded).toEqual(uploaded.toSorted((one, other) => one - other));
  expect(successful?.[0]?.progress).not.toHaveProperty('preprocess');
  expect(successful?.[0]?.progress.uploadStarted).toBeTypeOf('number');
});

it('the plugin for Uppy keeps a file until its upload has its end', async () => {
  const kept: unknown[][] = [];
  const keeper = {
    choose: async () => [],
    dropped: async () => [],
    keep: (...args: unknown[]) => void kept.push(args),
    list: async () => [],
    open: async () => undefined,
    forget: async () => {},
  };
  await send(openPage({ keeper }));
  const [[file, collection, upload] = []] = kept;
  expect([kept.length, file, collection]).toEqual([1, film, 'videos']);
  expect(await upload).toMatchObject({ status: 'ready' });
});

it('shows as uploading only as many files as are asked for', async () => {
  const page = openPage({ concurrency: 1 });
  const gate = holdRequests(/^POST form/);
  page.addFile(note);
  page.addFile(new File(['world'], 'other.txt', { type: 'text/plain' }));
  const result = page.upload();
  await gate.reached();
  expect(server.count('POST /files')).toBe(1);
  gate.open();
  expect((await result)?.successful).toHaveLength(2);
});

it('sends the next file while the verdict on the one before is awaited', async () => {
  const page = openPage({ concurrency: 1 });
  const verdict = holdRequests(/^GET file/);
  page.addFile(note);
  page.addFile(new File(['world'], 'other.txt', { type: 'text/plain' }));
  const result = page.upload();
  await eventually(() => expect(server.count(/^POST form/)).toBe(2));
  expect(page.getFiles().some(({ progress }) => progress.complete)).toBe(false);
  verdict.open();
  expect((await result)?.successful).toHaveLength(2);
});

it('reports a refusal in its own words, and a retry is a new upload', async () => {
  const page = openPage();
  const errors: Error[] = [];
  page.on('upload-error', (_, error) => errors.push(error as Error));
  const refusal = { code: 'forbidden', title: 'No', status: 403, detail: 'Not for you.' };
  server.fault = (_, count) =>
    count === 0 ? { status: 403, body: JSON.stringify(refusal) } : undefined;

  const { failed } = await send(page, note);
  expect(failed?.[0]?.error).toBe('Not for you.');
  expect(errors.map(({ message }) => message)).toEqual(['Not for you.']);
  expect(errors[0]?.cause).toBeInstanceOf(AirlockRefusal);

  server.fault = () => undefined;
  const again = await page.retryUpload(only(page).id);
  expect(again?.successful).toHaveLength(1);
  expect(only(page).error).toBeNull();
});

it('reports a verdict against the file, returns the rejected file, and leaves it on the server', async () => {
  await server[Symbol.asyncDispose]();
  server = await startContractServer({ verdict: 'rejected' });
  const page = openPage();
  const bodies: unknown[] = [];
  page.on('upload-error', (_, __, response) => bodies.push(response?.body));
  const { failed } = await send(page, note);
  expect(failed?.[0]).toMatchObject({
    error: 'note.txt was rejected.',
    progress: { uploadComplete: false },
  });
  expect(bodies).toEqual([entries()[0]?.file]);
  page.removeFile(only(page).id);
  await send(page, film);
  expect(entries()[0]?.file.status).toBe('rejected');
  expect(server.count('DELETE file')).toBe(0);
});

it('pauses and resumes without sending again what has arrived', async () => {
  const page = openPage();
  let pausedAt = 0;
  server.hold = async (what) => {
    if (what !== 'PUT part 5' || pausedAt > 0) return;
    pausedAt = server.count(/^PUT/);
    page.pauseAll();
  };
  const result = send(page);
  await eventually(() => expect(pausedAt).toBeGreaterThan(0));
  expect(only(page).isPaused).toBe(true);
  page.resumeAll();
  expect((await result).successful).toHaveLength(1);
  expect(arrived()).toEqual(contents);
  // At most those that were in flight went twice.
  expect(server.count(/^PUT/)).toBeLessThanOrEqual(10 + 8);
});

it('a file paused while it waits for its turn stays paused when the turn has come', async () => {
  const page = openPage({ concurrency: 1 });
  const gate = holdRequests(/^POST form/);
  page.addFile(note);
  const filmId = page.addFile(film);
  const result = page.upload();
  await gate.reached();
  page.pauseResume(filmId);
  gate.open();
  await eventually(() => expect(page.getFile(filmId).progress.percentage).toBe(0));
  expect(server.count('POST /files')).toBe(1);
  page.pauseResume(filmId);
  expect((await result)?.successful).toHaveLength(2);
});

it.each([
  ['cancelling all', (page: Page) => page.cancelAll()],
  ['removing the file', (page: Page) => page.removeFile(only(page).id)],
])('%s deletes the file on the server, and nothing is reported as failed', async (_, cancel) => {
  const page = openPage();
  const errors: unknown[] = [];
  page.on('upload-error', (...report) => errors.push(report));
  const gate = holdRequests(/^PUT part/);
  const result = send(page);
  await gate.reached();
  cancel(page);
  expect((await result).failed ?? []).toEqual([]);
  gate.open();
  expect(entries().map(({ file }) => file.status)).toEqual(['deleted']);
  expect([errors, page.getFiles(), records.size]).toEqual([[], [], 0]);
});

it('a file removed while it waits for its turn is never announced', async () => {
  const page = openPage({ concurrency: 1 });
  const gate = holdRequests(/^POST form/);
  page.addFile(note);
  const filmId = page.addFile(film);
  const result = page.upload();
  await gate.reached();
  page.removeFile(filmId);
  gate.open();
  expect((await result)?.successful).toHaveLength(1);
  expect(entries()).toHaveLength(1);
});

const laterPart = /^PUT part (?:[4-9]|10)$/;

/** Uploads the film until three parts are stored; then the connection breaks and the sign-in has expired. */
async function interrupted(): Promise<Page> {
  const page = openPage();
  server.hold = async (what) => {
    if (laterPart.test(what)) await eventually(() => expect(entries()[0]?.parts.size).toBe(3));
  };
  server.fault = (what) => {
    if (laterPart.test(what)) return 'drop before serving';
    return what === 'GET file' ? { status: 401, body: '{"message":"Unauthorized"}' } : undefined;
  };
  const { failed } = await send(page);
  expect(failed).toHaveLength(1);
  server.fault = () => undefined;
  server.hold = async () => {};
  return page;
}

/** How often each of the parts was sent that were stored before the interruption. */
const sendingsOfFirstParts = () => [1, 2, 3].map((number) => server.count(`PUT part ${number}`));

it('a retry after an interruption sends only the parts that are missing', async () => {
  const page = await interrupted();
  expect((await page.retryAll())?.successful).toHaveLength(1);
  expect(arrived()).toEqual(contents);
  expect(sendingsOfFirstParts()).toEqual([1, 1, 1]);
  expect(entries()).toHaveLength(1);
});

it('a failed upload that is taken away is deleted on the server', async () => {
  const page = await interrupted();
  page.removeFile(only(page).id);
  await eventually(() => expect(entries().map(({ file }) => file.status)).toEqual(['deleted']));
});

/** A page after a reload, as Golden Retriever fills it from `before`. */
function restored(before: Page, data: File | undefined): Page {
  const page = openPage();
  const file = only(before);
  const { error: _, ...state } = structuredClone({ ...file, data: undefined });
  page.setState({
    files: {
      [file.id]: { ...state, isRemote: false, isRestored: true, isGhost: data === undefined, data },
    },
    currentUploads: { restored: { fileIDs: [file.id], step: 0, result: {} } },
  });
  return page;
}

it('a restored file continues where it stopped', async () => {
  const before = await interrupted();
  const result = await restored(before, film).restore('restored');
  expect(result?.successful).toHaveLength(1);
  expect(arrived()).toEqual(contents);
  expect(sendingsOfFirstParts()).toEqual([1, 1, 1]);
  expect(entries()).toHaveLength(1);
});

it('a file whose bytes were not kept continues once it is chosen again', async () => {
  const page = restored(await interrupted(), undefined);
  page.addFile(film);
  expect(only(page)).toMatchObject({ isGhost: false, airlock: { fileId: entries()[0]?.file.id } });
  expect((await page.restore('restored'))?.successful).toHaveLength(1);
  expect(sendingsOfFirstParts()).toEqual([1, 1, 1]);
  expect(entries()).toHaveLength(1);
});

it('asks for a file whose bytes were not kept', async () => {
  const page = restored(await interrupted(), undefined);
  expect((await page.restore('restored'))?.failed?.[0]?.error).toContain('Choose the file again');
});

it('a file that had arrived before the reload is only waited for', async () => {
  const gate = holdRequests(/^GET file/);
  const before = openPage();
  const result = send(before, note);
  await gate.reached();
  const page = restored(before, undefined);
  expect(only(page).progress.uploadComplete).toBe(true);
  gate.open();
  expect((await page.restore('restored'))?.successful?.[0]?.response?.body?.status).toBe('ready');
  expect(server.count('POST /files')).toBe(1);
  await result;
});

it('the Uppy plugin lets a Dashboard offer pausing until the plugin is removed', () => {
  const page = openPage();
  expect(page.getState().capabilities.resumableUploads).toBe(true);
  const plugin = page.getPlugin('AirlockUploader');
  if (plugin) page.removePlugin(plugin);
  expect(page.getState().capabilities.resumableUploads).toBe(false);
});
