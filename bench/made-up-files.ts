// Creates files without uploads, as records and as objects, each derived from its number.
import { type Item, itemOf, toItem, usageKey } from '../lambdas/aws/dynamodb/dynamo-items.ts';
import type { ReadyFile } from '../lambdas/domain/file.ts';
import { Store } from '../local/s3/store.ts';
import { ready } from '../test/domain/records.ts';

/** Bytes of each of them. */
export const fileBytes = 5 * 1024;
/** The collection of all of them. */
export const collection = 'documents';

/** The id of a file of a bench, derived from its number. */
export const fileIdOf = (number: number): string =>
  `${'0'.repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** When a file was created: a second after the one before it. */
export const createdAtOf = (number: number): string =>
  new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();

/** A ready file of 5 KiB. */
export function readyFile(number: number, owner: string, versionId: string): ReadyFile {
  const id = fileIdOf(number);
  const key = `media/${collection}/2026/01/${id}.png`;
  const createdAt = createdAtOf(number);
  const size = fileBytes;
  return { ...ready, id, collection, owner, key, size, createdAt, readyAt: createdAt, versionId };
}

/** The items of one owner's ready files, and of the counters that go with them. */
export function* itemsOfOwner(owner: string, count: number): Iterable<Item> {
  for (let number = 0; number < count; number += 1) {
    yield itemOf(readyFile(number, owner, `version-${number}`));
  }
  yield usageItem(owner, { bytes: count * fileBytes, files: count });
}

/** An owner's counters. */
export const usageItem = (owner: string, usage: { bytes: number; files: number }): Item =>
  toItem({ ...usageKey(owner), ...usage });

/** The buckets, by the variables that name them to functions. */
export const buckets = { MEDIA_BUCKET: 'media', PUBLIC_BUCKET: 'public' };

const hourMs = 3600 * 1000;
/** Reconcile leaves alone what may still be uploading. */
const ageMs = 2 * hourMs;

/**
 * Stores one object per file of a bench, besides one that no file has and one that no upload can have made.
 * Returns the version of each file's object, by number.
 */
export function fillBucket(directory: string, objects: number): readonly string[] {
  const store = new Store(directory, () => new Date(Date.now() - ageMs));
  try {
    store.putBucket(buckets.MEDIA_BUCKET, { versioning: 'Enabled' });
    store.putBucket(buckets.PUBLIC_BUCKET, {});
    const put = (key: string): string => store.putObject(objectAt(key)).versionId;
    const versionIds: string[] = [];
    for (let number = 0; number < objects; number += 1) {
      versionIds.push(put(readyFile(number, '', '').key));
    }
    put(readyFile(objects + 1, '', '').key);
    put('media/no-upload-made-this');
    return versionIds;
  } finally {
    store.close();
  }
}

// Nothing reads the bytes, so that the file that all objects name need not exist.
const objectAt = (key: string) => ({
  bucket: buckets.MEDIA_BUCKET,
  key,
  attributes: {
    headers: { 'content-type': 'text/plain' },
    metadata: {},
    tags: {},
    storageClass: 'STANDARD' as const,
  },
  eTag: '0'.repeat(32),
  checksum: { algorithm: 'CRC64NVME', type: 'FULL_OBJECT', value: 'AAAAAAAAAAA=' } as const,
  blobs: [{ partNumber: 1, size: fileBytes, file: '00shared', checksum: 'AAAAAAAAAAA=' }],
  incoming: [],
  event: 'ObjectCreated:Put' as const,
});
