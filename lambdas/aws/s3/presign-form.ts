// S3: a form for a file that is not known yet. Signing is local; no request is made.
import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { UNKNOWN_TYPE } from '../../domain/claimed-type.ts';
import type { PresignForm } from '../../domain/form-ports.ts';

/**
 * A POST policy whose conditions are exact, but for the size of 1 to `size` bytes. S3 stores no type that a browser would show,
 * and answers 303 to the address, with `bucket`, `key` and `etag` in its query (Amazon S3 API reference, "POST Object").
 */
export const presignFormWith =
  (s3: S3Client, Bucket: string): PresignForm =>
  ({ key, size, form }, expiresInSeconds) =>
    createPresignedPost(s3, {
      Bucket,
      Key: key,
      Expires: expiresInSeconds,
      Fields: {
        'Content-Type': UNKNOWN_TYPE,
        success_action_redirect: form.redirectTo,
      },
      Conditions: [['content-length-range', 1, size]],
    });
