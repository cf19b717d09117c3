// Multipart uploads in progress: their parts, their end, and how long a finished one is remembered.
import { randomBytes } from 'node:crypto';
import { type Checksum, checksumOfParts } from './checksums.ts';
import { S3Error } from './errors.ts';
import {
  type MultipartUpload,
  type ObjectVersion,
  type Part,
  partOf,
  uploadOf,
} from './records.ts';
import type { Store } from './store.ts';

const REPLAY_WINDOW_MS = 15 * 60 * 1000;

/** What a finished upload became; answered again when the same Complete is repeated. */
export interface Completion {
  readonly versionId: string;
  readonly eTag: string;
  readonly checksum: Checksum;
}

export function createUpload(
  { database, now }: Store,
  upload: Omit<MultipartUpload, 'uploadId' | 'initiated'>,
): MultipartUpload {
  const { bucket, key, ...attributes } = upload;
  const initiated = now();
  // Ids sort by time, so that a listing's markers are comparisons.
  const uploadId =
    initiated.getTime().toString(36).padStart(10, '0') + randomBytes(27).toString('hex');
  database
    .sql('INSERT INTO uploads VALUES (?, ?, ?, ?, ?)')
    .run(uploadId, bucket, key, initiated.getTime(), JSON.stringify(attributes));
  return { ...upload, uploadId, initiated };
}

/** Throws NoSuchUpload unless the id belongs to this very key. */
export function getUpload(
  { database }: Store,
  bucket: string,
  key: string,
  uploadId: string,
): MultipartUpload {
  const row = database
    .sql('SELECT * FROM uploads WHERE upload_id = ? AND bucket = ? AND key = ?')
    .get(uploadId, bucket, key);
  if (row) return uploadOf(row);
  throw new S3Error('NoSuchUpload', { elements: { UploadId: uploadId } });
}

/** Parts after `marker`, ascending. */
export function listParts(
  { database }: Store,
  uploadId: string,
  marker = 0,
  limit = Number.MAX_SAFE_INTEGER,
): Part[] {
  return database
    .sql('SELECT * FROM parts WHERE upload_id = ? AND part_number > ? ORDER BY part_number LIMIT ?')
    .all(uploadId, marker, limit)
    .map(partOf);
}

/** Stores an incoming file as a part, in place of an earlier one with its number. */
export function putPart(store: Store, upload: MultipartUpload, part: Part): void {
  const { database, garbage, files } = store;
  const { uploadId } = upload;
  database.transaction(() => {
    getUpload(store, upload.bucket, upload.key, uploadId);
    const old = database
      .sql('SELECT file FROM parts WHERE upload_id = ? AND part_number = ?')
      .get(uploadId, part.partNumber);
    if (old) garbage.addFile(String(old.file));
    database
      .sql('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(
        uploadId,
        part.partNumber,
        part.size,
        part.eTag,
        part.checksum,
        part.lastModified.getTime(),
        part.file,
      );
  });
  files.settle(part.file);
  garbage.collect();
}

/** Makes an object of the given parts: they become its files, whatever their size. */
export function completeUpload(
  store: Store,
  upload: MultipartUpload,
  parts: readonly Part[],
  eTag: string,
  guard: (current: ObjectVersion | undefined) => void,
): Completion {
  const { database } = store;
  const { uploadId, bucket, key, headers, metadata, tags, storageClass } = upload;
  const checksum = checksumOfParts(
    upload.algorithm,
    upload.checksumType,
    parts.map((part) => ({ checksum: part.checksum, sizeInBytes: part.size })),
  );
  const version = store.putObject(
    {
      bucket,
      key,
      attributes: { headers, metadata, tags, storageClass },
      eTag,
      checksum,
      partCount: parts.length,
      blobs: parts,
      incoming: [],
      event: 'ObjectCreated:CompleteMultipartUpload',
      guard: (current) => {
        getUpload(store, bucket, key, uploadId);
        guard(current);
      },
    },
    ({ versionId, lastModified }) => {
      const used = new Set(parts.map(({ file }) => file));
      removeUpload(store, uploadId, (file) => !used.has(file));
      database
        .sql('INSERT INTO completions VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(
          uploadId,
          bucket,
          key,
          fingerprint(parts),
          versionId,
          eTag,
          JSON.stringify(checksum),
          lastModified.getTime(),
        );
    },
  );
  return { versionId: version.versionId, eTag, checksum };
}

/** The result of an earlier Complete with the same parts, within the replay window. */
export function findCompletion(
  { database, now }: Store,
  bucket: string,
  key: string,
  uploadId: string,
  parts: readonly { partNumber: number; eTag: string }[],
): Completion | undefined {
  const row = database
    .sql(
      `SELECT * FROM completions
       WHERE upload_id = ? AND bucket = ? AND key = ? AND parts = ? AND completed > ?`,
    )
    .get(uploadId, bucket, key, fingerprint(parts), now().getTime() - REPLAY_WINDOW_MS);
  if (!row) return undefined;
  return {
    versionId: String(row.version_id),
    eTag: String(row.etag),
    checksum: JSON.parse(String(row.checksum)) as Checksum,
  };
}

/** Throws NoSuchUpload. */
export function abortUpload(store: Store, bucket: string, key: string, uploadId: string): void {
  store.database.transaction(() => {
    getUpload(store, bucket, key, uploadId);
    removeUpload(store, uploadId, () => true);
  });
  store.garbage.collect();
}

/** Forgets the completions that are no longer answered again. */
export function forgetCompletions({ database, now }: Store): void {
  database
    .sql('DELETE FROM completions WHERE completed <= ?')
    .run(now().getTime() - REPLAY_WINDOW_MS);
}

function removeUpload(
  { database, garbage }: Store,
  uploadId: string,
  isFree: (file: string) => boolean,
): void {
  for (const { file } of database.sql('SELECT file FROM parts WHERE upload_id = ?').all(uploadId)) {
    if (isFree(String(file))) garbage.addFile(String(file));
  }
  database.sql('DELETE FROM parts WHERE upload_id = ?').run(uploadId);
  database.sql('DELETE FROM uploads WHERE upload_id = ?').run(uploadId);
}

function fingerprint(parts: readonly { partNumber: number; eTag: string }[]): string {
  return parts.map(({ partNumber, eTag }) => `${partNumber}:${eTag}`).join();
}
