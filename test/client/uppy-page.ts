// A page with Uppy and its plugin, and the server that it uploads to, for the tests of the plugin.
import { randomBytes } from 'node:crypto';
import Uppy, { type UploadResult } from '@uppy/core';
import type { Meta, UppyFile } from '@uppy/core/utils';
import { afterEach, beforeEach, expect } from 'vitest';
import {
  createAirlock,
  type File as FileRecord,
  type ResumeRecord,
  type ResumeStore,
} from '../../client/airlock.ts';
import { AirlockUploader, type AirlockUploaderOptions } from '../../client/uppy.ts';
import { eventually } from '../eventually.ts';
import { type ContractServer, startContractServer } from './contract-server.ts';

export type Page = Uppy<Meta, FileRecord>;
export type Result = UploadResult<Meta, FileRecord>;

export const contents = randomBytes(9_500);
export const film = new File([contents], 'film.mp4', { type: 'video/mp4', lastModified: 1 });
export const note = new File(['hello'], 'note.txt', { type: 'text/plain', lastModified: 1 });

/** What a page remembers of its uploads. */
export const records = new Map<string, ResumeRecord>();
/** The server of the running test. */
export let server: ContractServer;

/** Gives each test of a file its own server. */
export function startServerForEachTest(): void {
  beforeEach(() => startServer({ partSize: 1000 }));
  afterEach(() => server[Symbol.asyncDispose]());
}

/** Starts a server in the place of the one before, with nothing remembered. */
export async function startServer(options: Parameters<typeof startContractServer>[0]) {
  server = await startContractServer(options);
  records.clear();
}

const resumeStore: ResumeStore = {
  get: async (fingerprint) => records.get(fingerprint),
  set: async (fingerprint, record) => void records.set(fingerprint, record),
  delete: async (fingerprint) => void records.delete(fingerprint),
};

const quiet = { debug() {}, warn() {}, error() {} };

export function openPage(options: Partial<AirlockUploaderOptions> = {}): Page {
  const airlock = createAirlock({ api: server.url, getToken: () => 'token' });
  return new Uppy<Meta, FileRecord>({ logger: quiet }).use(AirlockUploader, {
    airlock,
    collection: 'videos',
    resumeStore,
    ...options,
  });
}

export const entries = () => [...server.stored.values()];
export const arrived = () => entries().find(({ file }) => file.status === 'ready')?.bytes;

/** Adds a file and uploads all. */
export async function send(page: Page, file = film): Promise<Result> {
  page.addFile(file);
  return (await page.upload()) ?? {};
}

/** A turnstile at the server: requests that match wait in it until it opens. */
export function holdRequests(wanted: RegExp) {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  server.hold = (what) => (wanted.test(what) ? opened : Promise.resolve());
  const reached = () => eventually(() => expect(server.count(wanted)).toBeGreaterThan(0));
  return { open, reached };
}

/** The only file of a page. */
export function only(page: Page): UppyFile<Meta, FileRecord> {
  const [file, ...others] = page.getFiles();
  expect(others).toEqual([]);
  if (!file) throw new Error('The page has no file.');
  return file;
}
