// S3: hides files of the site behind delete markers, and removes the markers to restore the files.
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { ChangeAssets } from '../../domain/ports.ts';
import { staticBucketLayout } from '../../env.ts';

const keyOf = (path: string) => `${staticBucketLayout.site}/${path}`;

// S3 API reference, "DeleteObjects".
const MAX_KEYS_AT_ONCE = 1000;

/** One DeleteObjects for a thousand paths. Throws when S3 could not delete one of them. */
export const removeAssetsWith =
  (s3: S3Client, Bucket: string): ChangeAssets =>
  async (paths) => {
    for (let start = 0; start < paths.length; start += MAX_KEYS_AT_ONCE) {
      const Objects = paths
        .slice(start, start + MAX_KEYS_AT_ONCE)
        .map((path) => ({ Key: keyOf(path) }));
      const { Errors = [] } = await s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      );
      const [error] = Errors;
      if (error) throw new Error(`S3 could not delete ${error.Key}: ${error.Code}`);
    }
  };

/** One ListObjectVersions a path, and one DeleteObject for each that ends in a delete marker. */
export const restoreAssetsWith =
  (s3: S3Client, Bucket: string): ChangeAssets =>
  async (paths) => {
    for (const Key of paths.map(keyOf)) {
      // The newest version of the shortest key with the prefix comes first, and that key is the prefix itself.
      const { DeleteMarkers = [] } = await s3.send(
        new ListObjectVersionsCommand({ Bucket, Prefix: Key, MaxKeys: 1 }),
      );
      const VersionId = DeleteMarkers.find((marker) => marker.Key === Key)?.VersionId;
      if (VersionId) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    }
  };
