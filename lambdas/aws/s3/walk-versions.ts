// S3: every version there is, a page at a time.
import { HeadObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { MEDIA_PREFIX } from '../../domain/key.ts';
import type { VersionExists, WalkVersions } from '../../domain/ports.ts';
import type { WalkVariants } from '../../domain/variant-ports.ts';
import { VARIANTS_PREFIX } from '../../domain/variants.ts';
import { isGone } from './is-gone.ts';

/** One ListObjectVersions of up to 1,000 versions and delete markers; the position is S3's pair of markers. */
export const walkVersionsWith = (s3: S3Client, Bucket: string): WalkVersions =>
  walkBelow(s3, Bucket, MEDIA_PREFIX);

/** The same for every variant. */
export const walkVariantsWith = (s3: S3Client, Bucket: string): WalkVariants =>
  walkBelow(s3, Bucket, VARIANTS_PREFIX);

const walkBelow =
  (s3: S3Client, Bucket: string, Prefix: string): WalkVersions =>
  async (from) => {
    const [KeyMarker, VersionIdMarker] = from ? (JSON.parse(from) as [string, string]) : [];
    const page = await s3.send(
      new ListObjectVersionsCommand({
        Bucket,
        Prefix,
        ...(KeyMarker && { KeyMarker }),
        ...(VersionIdMarker && { VersionIdMarker }),
      }),
    );
    const items = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(
      ({ Key, VersionId, LastModified }) =>
        Key && VersionId && LastModified
          ? [{ key: Key, versionId: VersionId, lastModified: LastModified.toISOString() }]
          : [],
    );
    return {
      items,
      next: page.IsTruncated
        ? JSON.stringify([page.NextKeyMarker, page.NextVersionIdMarker])
        : undefined,
    };
  };

/** One HeadObject that names the version. */
export const versionExistsWith =
  (s3: S3Client, Bucket: string): VersionExists =>
  async ({ key, versionId }) => {
    try {
      await s3.send(new HeadObjectCommand({ Bucket, Key: key, VersionId: versionId }));
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  };
