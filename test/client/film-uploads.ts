// Uploads of one film in ten parts to a separate contract server, with a memory of unfinished uploads.
import { randomBytes } from 'node:crypto';
import {
  createAirlock,
  type ResumeRecord,
  type ResumeStore,
  type UploadOptions,
} from '../../client/airlock.ts';
import type { Fault } from './contract-requests.ts';
import { startContractServer } from './contract-server.ts';

/** Bytes of a part. */
export const partSize = 1000;

/** The bytes of the film. */
export const contents = randomBytes(9_500);

/** A server, a memory and the uploads of the film. */
export type FilmUploads = Awaited<ReturnType<typeof startFilmUploads>>;

/** Starts the server. */
export async function startFilmUploads() {
  const server = await startContractServer({ partSize });
  const store = memoryStore();
  const files = () => [...server.stored.values()];
  return {
    server,
    store,
    /** Uploads the film, or other bytes under its name. */
    upload: (options: Partial<UploadOptions> = {}, bytes: Buffer = contents) =>
      createAirlock({ api: server.url, getToken: () => 'token' }).upload(source(bytes), {
        collection: 'videos',
        resumeStore: store,
        ...options,
      }),
    /** What the server knows of each file. */
    files,
    /** The bytes of the file that is ready. */
    arrived: () => files().find(({ file }) => file.status === 'ready')?.bytes,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The film as a file of the person who uploads it. */
export const source = (bytes: Buffer = contents) =>
  Object.assign(new Blob([new Uint8Array(bytes)], { type: 'video/mp4' }), {
    name: 'film.mp4',
    lastModified: 1,
  });

/** A fault of the first request of a name. */
export const once = (wanted: string, fault: Fault) => (what: string, count: number) =>
  what === wanted && count === 0 ? fault : undefined;

function memoryStore(): ResumeStore & { readonly records: Map<string, ResumeRecord> } {
  const records = new Map<string, ResumeRecord>();
  return {
    records,
    get: async (fingerprint) => records.get(fingerprint),
    set: async (fingerprint, record) => void records.set(fingerprint, record),
    delete: async (fingerprint) => void records.delete(fingerprint),
  };
}
