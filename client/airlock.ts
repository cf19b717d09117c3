// The client's entry point: upload, list, read, change, share and remove files from a page or from Node.
import { isDownloadResponse, isListResponse } from './answer-shapes.ts';
import type { CollectionName, Collections } from './collection-names.ts';
import type { DownloadResponse, File, ListQuery, ListResponse } from './contract.ts';
import { filePath } from './http.ts';
import { createOwnerCalls, type OwnerCalls } from './owner-calls.ts';
import { createOwnerDataCalls, type OwnerDataCalls } from './owner-data.ts';
import { type AirlockOptions, connect, type Uploader, uploaderOver } from './uploader.ts';
import type { DownloadOptions } from './variant-contract.ts';

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
export type { ExportedFile, ExportedPage, OwnerDataCalls } from './owner-data.ts';
export type * from './permissions-contract.ts';
export type * from './principal-contract.ts';
export type { UploadProgress, WaitingCause } from './progress.ts';
export type { ResumeRecord, ResumeStore } from './resume-store.ts';
export type * from './service-contract.ts';
export type { ByteSlice, UploadSource } from './source.ts';
export { type InFolder, isSystemFile, leaveOutSystemFiles } from './system-files.ts';
export type { UploadTask } from './upload-task.ts';
export {
  type AirlockOptions,
  createPermittedUploader,
  createUploader,
  type PermittedOptions,
  type PermittedUploader,
  type Uploader,
  type UploadOptions,
} from './uploader.ts';
export type * from './variant-contract.ts';
export type * from './verdict.ts';
export type * from './version-contract.ts';

/** The client. Besides `upload`, calls throw `AirlockRefusal` or, when there was no answer, `UnavailableError`. */
export interface Airlock<Collection extends string = string>
  extends OwnerCalls,
    OwnerDataCalls,
    Uploader<Collection> {
  /** One page of files, newest first unless `sort` or `order` say otherwise; pass `nextCursor` as `cursor` for the next. */
  list(query?: ListQuery): Promise<ListResponse>;
  /** A short-lived signed link to a ready file, or to an earlier version of it, by its number. */
  download(
    id: string,
    options?: DownloadOptions & { version?: number | undefined },
  ): Promise<DownloadResponse>;
  /**
   * Address of a variant: that on the CDN of a published one, which never changes; else a short-lived signed link, which
   * costs a request. Throws `variant_not_available` while there is none.
   */
  variantUrl(file: Pick<File, 'id' | 'variants'>, variant: string): Promise<string>;
  /** The server's time in milliseconds since 1970; until it has answered, that of this machine, which may be wrong. */
  now(): number;
}

/**
 * Creates a client. It holds no state but the server's clock, so one per page or process is enough. `Of` names your collections:
 * `'photos' | 'contracts'`, or `typeof config`.
 */
export function createAirlock<Of extends Collections = string>(
  options: AirlockOptions,
): Airlock<CollectionName<Of>> {
  const connection = connect(options);
  const { send, api } = connection;
  const download: Airlock['download'] = (id, { disposition, variant, version } = {}) => {
    const request = { method: 'GET', path: filePath(id, '/download') } as const;
    return send({ ...request, query: { disposition, variant, version } }, isDownloadResponse);
  };
  return {
    ...uploaderOver<CollectionName<Of>>(connection),
    list: (query = {}) =>
      send({ method: 'GET', path: '/files', query: { ...query } }, isListResponse),
    download,
    async variantUrl({ id, variants }, variant) {
      const known = variants && Object.hasOwn(variants, variant) ? variants[variant] : undefined;
      return known?.url ?? (await download(id, { disposition: 'inline', variant })).url;
    },
    now: api.clock.now,
    ...createOwnerCalls(send),
    ...createOwnerDataCalls(send),
  };
}
