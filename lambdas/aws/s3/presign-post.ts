// S3: a form that S3 itself enforces. Signing is local; no request is made.
import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { PresignPost } from '../../domain/ports.ts';

/**
 * A POST policy of exact conditions: key, content type, size (`content-length-range` n..n) and SHA-256 if claimed.
 * S3 then answers 201 (Amazon S3 API reference, "POST Object").
 */
export const presignPostWith =
  (s3: S3Client, Bucket: string): PresignPost =>
  ({ key, contentType, size, sha256 }, expiresInSeconds) =>
    createPresignedPost(s3, {
      Bucket,
      Key: key,
      Expires: expiresInSeconds,
      Fields: {
        'Content-Type': contentType,
        success_action_status: '201',
        ...(sha256 && { 'x-amz-checksum-sha256': sha256 }),
      },
      Conditions: [['content-length-range', size, size]],
    });
