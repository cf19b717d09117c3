// A bucket full of objects, written straight into the embedded S3's store: all of them share one file.
import { Store } from '../../local/s3/store.ts';
import { fileBytes, readyFile } from '../made-up-files.ts';

/** The bucket's name. */
export const bucketName = 'media';
export const publicBucketName = 'public';

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
    store.putBucket(bucketName, { versioning: 'Enabled' });
    store.putBucket(publicBucketName, {});
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

// Nothing reads the bytes, so the file that all objects name need not be there.
const objectAt = (key: string) => ({
  bucket: bucketName,
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
