// A client for tests of user interfaces: every upload waits until the test reports its progress and its end.
import { vi } from 'vitest';
import type {
  File as FileRecord,
  UploadOptions,
  UploadProgress,
  UploadSource,
  UploadTask,
} from '../../client/airlock.ts';
import { abortError } from '../../client/errors.ts';
import { allPermissions } from '../file-permissions.ts';

/** One upload that was started. */
export interface ScriptedUpload {
  readonly source: UploadSource;
  readonly options: UploadOptions;
  readonly pause: () => void;
  readonly resume: () => void;
  report(progress: Partial<UploadProgress>): void;
  succeed(): void;
  fail(error: Error): void;
}

/** A ready file as the API answers it. */
export const readyFile = (name: string): FileRecord => ({
  id: `id of ${name}`,
  collection: 'photos',
  owner: 'alice',
  status: 'ready',
  filename: name,
  size: 4,
  contentType: 'image/png',
  createdAt: '2026-11-29T00:00:00.000Z',
  revision: 1,
  version: 1,
  visibility: 'private',
  permissions: allPermissions,
});

/** Creates a client and the list of the uploads that were started with it. */
export function scriptedClient() {
  const started: ScriptedUpload[] = [];
  return {
    started,
    upload(source: UploadSource, options: UploadOptions<'photos' | 'contracts'>): UploadTask {
      const { promise, resolve, reject } = Promise.withResolvers<FileRecord>();
      const [pause, resume] = [vi.fn<() => void>(), vi.fn<() => void>()];
      options.signal?.addEventListener('abort', () => reject(abortError()));
      started.push({
        ...{ source, options, pause, resume },
        report: (progress) =>
          options.onProgress?.({
            ...{ phase: 'uploading', sentBytes: 0, totalBytes: source.size },
            ...progress,
          }),
        succeed: () => resolve(readyFile(source.name)),
        fail: reject,
      });
      return Object.assign(promise, { pause, resume, abort: () => {}, fileId: undefined });
    },
  };
}
