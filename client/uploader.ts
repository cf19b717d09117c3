// The client that only uploads, for pages that list and share no files.
import { type Api, createApi } from './api.ts';
import type { CollectionName, Collections } from './collection-names.ts';
import type { File } from './contract.ts';
import { fingerprint } from './fingerprint.ts';
import { createSend, type Send } from './http.ts';
import type { OpenIssuing } from './issuing.ts';
import { patiently, type VerdictWaits } from './job.ts';
import { laneLimits } from './lanes.ts';
import { createOpenIssuing } from './open-issuing.ts';
import { createProgressMeter, type UploadProgress } from './progress.ts';
import { browserResumeStore, type ResumeStore } from './resume-store.ts';
import { retry } from './retry.ts';
import { createServerClock } from './server-clock.ts';
import type { UploadSource } from './source.ts';
import { uploadFile } from './upload-file.ts';
import { openUploadMemory } from './upload-memory.ts';
import { startUpload, type UploadTask } from './upload-task.ts';

/** The address of the API, and the caller's token. */
export interface AirlockOptions {
  /** Address of the API, such as `https://abc123.execute-api.eu-west-1.amazonaws.com`. */
  api: string;
  /** Returns a JWT. Called for every request, so that it may renew the token; asked again after an `UnavailableError`. */
  getToken(): string | Promise<string>;
}

/** The address of the API, and the upload permission that the application's backend gave. */
export interface PermittedOptions {
  /** Address of the API. */
  api: string;
  /** Token of an upload permission (`POST /upload-permissions`), used in place of a person's token. */
  permission: string;
}

/** How one file is uploaded. `Collection` is the union of your collections' names, if you give one. */
export interface UploadOptions<Collection extends string = string> {
  collection: Collection;
  /** For services: `sub` of the principal whose file it becomes, and whose quota it counts against. Default: the caller. */
  owner?: string;
  title?: string;
  caption?: string;
  /** Names and texts of your application, at most 32 entries and 2,048 bytes; answers, lists and events return them. */
  metadata?: Record<string, string>;
  /** When the file is deleted. Default: as its collection says, which may also delete it earlier. */
  expiresAt?: Date;
  /** Id of a ready file of yours, in the same collection, that this one replaces once it is ready. */
  replaces?: string;
  onProgress?(progress: UploadProgress): void;
  signal?: AbortSignal;
  /** The store that remembers interrupted uploads. Default: the browser's own storage; in Node none. */
  resumeStore?: ResumeStore;
  /** Parts in flight. Default: 6 in a browser; in Node 8, and up to 16 where the link is fast. */
  concurrency?: number;
  /** Claims the SHA-256 of the file or of each part, so that S3 itself refuses other bytes. Default: true. */
  hash?: boolean;
}

/** Uploads, follows and removes files. */
export interface Uploader<Collection extends string = string> {
  /**
   * Uploads a file and waits for its verdict: resolves to the ready file. Rejects with `AirlockRefusal`, `FileRejectedError`,
   * `FileHeldError`, `UploadFailedError`, or `AbortError`.
   */
  upload(file: UploadSource, options: UploadOptions<Collection>): UploadTask;
  /** Returns the file as it is now. Throws `AirlockRefusal` or `UnavailableError`. */
  get(id: string): Promise<File>;
  /** Deletes a file in any state, its upload included; a repeat does nothing. Throws `AirlockRefusal` or `UnavailableError`. */
  remove(id: string): Promise<void>;
}

/** The calls that an upload permission allows: uploading within its terms, and following those uploads. */
export type PermittedUploader<Collection extends string = string> = Pick<
  Uploader<Collection>,
  'upload' | 'get'
>;

/** A connection to the API that several groups of calls share. */
export interface Connection {
  readonly options: AirlockOptions;
  readonly send: Send;
  readonly api: Api;
  readonly openIssuing: OpenIssuing;
  readonly verdicts: VerdictWaits;
}

/** Connects to the API. Nothing is sent before the first call. */
export function connect(options: AirlockOptions): Connection {
  const clock = createServerClock();
  const send = createSend(options.api, options.getToken, clock);
  return connectionOver(options, createApi(send, clock));
}

/** Connects by an upload permission, whose routes are those of uploads below `/permitted`. */
function connectPermitted({ api: base, permission }: PermittedOptions): Connection {
  const options = { api: base, getToken: () => permission };
  const clock = createServerClock();
  const sendPlain = createSend(base, options.getToken, clock);
  const send: Send = (request, ...rest) =>
    sendPlain({ ...request, path: `/permitted${request.path}` }, ...rest);
  // A permission deletes nothing: an upload that is cancelled expires, and the server removes it.
  return connectionOver(options, { ...createApi(send, clock), remove: async () => {} });
}

function connectionOver(options: AirlockOptions, api: Api): Connection {
  const { send } = api;
  return {
    options,
    send,
    api,
    openIssuing: createOpenIssuing(api),
    verdicts: { waiting: 0 },
  };
}

/**
 * Creates a client that only uploads; bundlers then leave out the code for lists, links and sharing. `Of` names your collections:
 * `'photos' | 'contracts'`, or `typeof config`.
 */
export const createUploader = <Of extends Collections = string>(
  options: AirlockOptions,
): Uploader<CollectionName<Of>> => uploaderOver(connect(options));

/**
 * Creates a client that uploads by a permission of the application's backend, without signing in. `owner`, `replaces` and
 * `metadata` belong to the permission and are not sent.
 */
export function createPermittedUploader<Of extends Collections = string>(
  options: PermittedOptions,
): PermittedUploader<CollectionName<Of>> {
  const { upload, get } = uploaderOver<CollectionName<Of>>(connectPermitted(options));
  return {
    upload: (source, { owner: _owner, replaces: _old, metadata: _metadata, ...rest }) =>
      upload(source, rest),
    get,
  };
}

/** The uploads over a connection. */
export function uploaderOver<Collection extends string>({
  options: { api: base, getToken },
  api,
  openIssuing,
  verdicts,
}: Connection): Uploader<Collection> {
  return {
    upload(source, options) {
      const meter = createProgressMeter(source.size, options.onProgress);
      const { collection, resumeStore = browserResumeStore(), hash = true } = options;
      const lanes = laneLimits(options.concurrency);
      return startUpload(
        async (control) => {
          const { gate, signal } = control;
          const { replaces, owner } = options;
          const token = await retry(async () => getToken(), patiently({ signal, meter }));
          const identity = { api: base, token, collection, replaces, owner, source };
          const memory = await openUploadMemory(resumeStore, await fingerprint(identity));
          const job = { api, openIssuing, verdicts, source, meter, gate, signal, hash, lanes };
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
    get: (id) => api.get(id),
    remove: (id) => api.remove(id),
  };
}
