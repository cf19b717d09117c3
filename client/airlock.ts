// The client's front door: upload, list, read, change, share and remove files from a page or from Node.
import type { DownloadResponse, File, ListResponse } from '../lambdas/http/contract.ts';
import type { ListRequest } from '../lambdas/http/requests.ts';
import { createApi } from './api.ts';
import { fingerprint } from './fingerprint.ts';
import { createSend } from './http.ts';
import { laneLimits } from './lanes.ts';
import { createOwnerCalls, type OwnerCalls } from './owner-calls.ts';
import { createProgressMeter, type UploadProgress } from './progress.ts';
import { browserResumeStore, type ResumeStore } from './resume-store.ts';
import { createServerClock } from './server-clock.ts';
import type { UploadSource } from './source.ts';
import { uploadFile } from './upload-file.ts';
import { openUploadMemory } from './upload-memory.ts';
import { startUpload, type UploadTask } from './upload-task.ts';

export type { File, Problem } from '../lambdas/http/contract.ts';
export type { Verdict } from './errors.ts';
export { AirlockRefusal, FileHeld, FileRejected, Unavailable, UploadFailed } from './errors.ts';
export type { OwnerCalls, PageQuery } from './owner-calls.ts';
export type { UploadProgress } from './progress.ts';
export type { ResumeRecord, ResumeStore } from './resume-store.ts';
export type { UploadSource } from './source.ts';
export { type InFolder, isSystemFile, leaveOutSystemFiles } from './system-files.ts';
export type { UploadTask } from './upload-task.ts';

/** Where the API is and who is asking. */
export interface AirlockOptions {
  /** Address of the API, such as `https://abc123.execute-api.eu-west-1.amazonaws.com`. */
  api: string;
  /** A JWT for the request that is about to be made; asked for every request, so it may renew. */
  getToken(): string | Promise<string>;
}

/** How one file is to be uploaded. */
export interface UploadOptions {
  collection: string;
  title?: string;
  caption?: string;
  /** Id of a ready file of yours, in the same collection, whose place this one takes once it is ready. */
  replaces?: string;
  onProgress?(progress: UploadProgress): void;
  signal?: AbortSignal;
  /** Where interrupted uploads are remembered. Default: the browser's own storage; in Node nothing is kept. */
  resumeStore?: ResumeStore;
  /** Parts in flight. Default: 4, and up to 6 in a browser or 16 in Node while more make the upload faster. */
  concurrency?: number;
  /** Claims the SHA-256 of the file or of each part, so that S3 itself refuses other bytes. Default: true. */
  hash?: boolean;
}

/** Which files to list: your own, or with `shared` (`me`, `group:<name>`) what was shared with you or a group of yours. */
export type ListQuery = Partial<ListRequest>;

/** The client. Besides `upload`, calls throw `AirlockRefusal` or, when no answer could be had, `Unavailable`. */
export interface Airlock extends OwnerCalls {
  /**
   * Uploads a file and waits for its verdict: resolves to the ready file. Rejects with `AirlockRefusal`, `FileRejected`, `FileHeld`,
   * `UploadFailed`, or `AbortError`.
   */
  upload(file: UploadSource, options: UploadOptions): UploadTask;
  /** One page of files, newest first; pass `nextCursor` as `cursor` for the next. */
  list(query?: ListQuery): Promise<ListResponse>;
  get(id: string): Promise<File>;
  /** A short-lived signed link to a ready file. */
  download(
    id: string,
    options?: { disposition?: 'inline' | 'attachment' },
  ): Promise<DownloadResponse>;
  /** Deletes a file in any state, its upload included; a repeat does nothing. */
  remove(id: string): Promise<void>;
}

/** Creates a client. It holds no state but the server's clock, so one per page or process is enough. */
export function createAirlock({ api: base, getToken }: AirlockOptions): Airlock {
  const clock = createServerClock();
  const send = createSend(base, getToken, clock);
  const api = createApi(send, clock);
  return {
    upload(source, options) {
      const meter = createProgressMeter(source.size, options.onProgress);
      const { collection, resumeStore = browserResumeStore(), hash = true } = options;
      const lanes = laneLimits(options.concurrency);
      return startUpload(
        async (control) => {
          const { gate, signal } = control;
          const { replaces } = options;
          const identity = { api: base, token: await getToken(), collection, replaces, source };
          const memory = await openUploadMemory(resumeStore, await fingerprint(identity));
          const job = { api, source, meter, gate, signal, hash, lanes };
          return uploadFile({
            job,
            claim: options,
            memory,
            onIssued(fileId) {
              control.fileId = fileId;
            },
          });
        },
        {
          signal: options.signal,
          onPause: meter.setPaused,
          discard: (fileId) => api.remove(fileId, { patienceMs: 5_000 }),
        },
      );
    },
    list: (query = {}) => api.list(query),
    get: (id) => api.get(id),
    download: (id, options) => api.download(id, options?.disposition),
    remove: (id) => api.remove(id),
    ...createOwnerCalls(send),
  };
}
