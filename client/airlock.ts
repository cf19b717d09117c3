// The client's entry point: upload, list, read, change, share and remove files from a page or from Node.
import { isDownloadResponse, isListResponse } from './answer-shapes.ts';
import type { CollectionName, Collections } from './collection-names.ts';
import type { DownloadResponse, ListQuery, ListResponse } from './contract.ts';
import { filePath } from './http.ts';
import { createOwnerCalls, type OwnerCalls } from './owner-calls.ts';
import { type AirlockOptions, connect, type Uploader, uploaderOver } from './uploader.ts';

export type { DialogOptions } from './choose-files.ts';
export type { CollectionName, Collections } from './collection-names.ts';
export type * from './contract.ts';
export {
  AirlockError,
  AirlockRefusal,
  FileHeldError,
  FileRejectedError,
  StorageError,
  UnavailableError,
  UploadFailedError,
} from './errors.ts';
export type * from './events.ts';
export { type FileKeeper, type KeptFile, openFileKeeper } from './kept-files.ts';
export type { OwnerCalls } from './owner-calls.ts';
export type { UploadProgress, WaitingCause } from './progress.ts';
export type { ResumeRecord, ResumeStore } from './resume-store.ts';
export type { ByteSlice, UploadSource } from './source.ts';
export { type InFolder, isSystemFile, leaveOutSystemFiles } from './system-files.ts';
export type { UploadTask } from './upload-task.ts';
export {
  type AirlockOptions,
  createUploader,
  type Uploader,
  type UploadOptions,
} from './uploader.ts';
export type * from './verdict.ts';
export type * from './version-contract.ts';

/** The client. Besides `upload`, calls throw `AirlockRefusal` or, when there was no answer, `UnavailableError`. */
export interface Airlock<Collection extends string = string>
  extends OwnerCalls,
    Uploader<Collection> {
  /** One page of files, newest first; pass `nextCursor` as `cursor` for the next. */
  list(query?: ListQuery): Promise<ListResponse>;
  /** A short-lived signed link to a ready file, or to an earlier version of it, by its number. */
  download(
    id: string,
    options?: { disposition?: 'inline' | 'attachment'; version?: number },
  ): Promise<DownloadResponse>;
}

/**
 * Creates a client. It holds no state but the server's clock, so one per page or process is enough. `Of` names your collections:
 * `'photos' | 'contracts'`, or `typeof config`.
 */
export function createAirlock<Of extends Collections = string>(
  options: AirlockOptions,
): Airlock<CollectionName<Of>> {
  const connection = connect(options);
  const { send } = connection;
  return {
    ...uploaderOver<CollectionName<Of>>(connection),
    list: (query = {}) =>
      send({ method: 'GET', path: '/files', query: { ...query } }, isListResponse),
    download: (id, { disposition, version } = {}) => {
      const request = { method: 'GET', path: filePath(id, '/download') } as const;
      return send({ ...request, query: { disposition, version } }, isDownloadResponse);
    },
    ...createOwnerCalls(send),
  };
}
