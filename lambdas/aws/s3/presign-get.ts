// S3: a signed link to one version. Signing is local; no request is made.
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { PresignGet } from '../../domain/ports.ts';

/** The response headers are part of the signature, so a link cannot be turned into another kind of answer. */
export const presignGetWith =
  (s3: S3Client, Bucket: string): PresignGet =>
  ({ key, versionId }, { contentType, contentDisposition }, expiresInSeconds) =>
    getSignedUrl(
      s3,
      new GetObjectCommand({
        Bucket,
        Key: key,
        VersionId: versionId,
        ResponseContentType: contentType,
        ResponseContentDisposition: contentDisposition,
        ResponseCacheControl: `private, max-age=${expiresInSeconds}`,
      }),
      { expiresIn: expiresInSeconds },
    );
