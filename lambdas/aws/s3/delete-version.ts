// S3: one version, gone for good.
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DeleteVersion } from '../../domain/ports.ts';

/** One DeleteObject that names the version, so no delete marker is left; S3 answers 204 when it was gone already. */
export const deleteVersionWith =
  (s3: S3Client, Bucket: string): DeleteVersion =>
  async ({ key, versionId }) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId: versionId }));
  };
