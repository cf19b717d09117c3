// S3: the releases of the static side, which are the versions of one object: S3 itself keeps their order and times.
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { DeleteRelease, ListAssets, ListReleases, Release } from '../../domain/ports.ts';
import { staticBucketLayout } from '../../env.ts';

const Key = staticBucketLayout.record;

/** ListObjectVersions of one key, newest first; a version is replaced when the next one is written. */
export const listReleasesWith =
  (s3: S3Client, Bucket: string): ListReleases =>
  async () => {
    const releases: Release[] = [];
    let replacedAt: string | undefined;
    let page: ListObjectVersionsCommandOutput | undefined;
    do {
      page = await s3.send(
        new ListObjectVersionsCommand({
          Bucket,
          Prefix: Key,
          KeyMarker: page?.NextKeyMarker,
          VersionIdMarker: page?.NextVersionIdMarker,
        }),
      );
      for (const version of page.Versions ?? []) {
        if (version.Key !== Key || !version.VersionId) continue;
        releases.push({ versionId: version.VersionId, ...(replacedAt && { replacedAt }) });
        replacedAt = version.LastModified?.toISOString();
      }
    } while (page.IsTruncated);
    return releases;
  };

/** One GetObject that names the version. */
export const listAssetsWith =
  (s3: S3Client, Bucket: string): ListAssets =>
  async ({ versionId }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId: versionId }));
    const { assets } = JSON.parse((await Body?.transformToString()) ?? '') as {
      readonly assets: readonly string[];
    };
    return assets;
  };

/** One DeleteObject that names the version; S3 answers 204 when it was gone already. */
export const deleteReleaseWith =
  (s3: S3Client, Bucket: string): DeleteRelease =>
  async ({ versionId }) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: versionId }));
  };
