// S3: deletes one version for good.
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DeleteVersion } from '../../domain/ports.ts';

/** One DeleteObject that names the version, so no delete marker is left; S3 answers 204 also when the version does not exist. */
export const deleteVersionWith =
  (s3: S3Client, Bucket: string): DeleteVersion =>
  async ({ key, versionId }) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId: versionId }));
  };
