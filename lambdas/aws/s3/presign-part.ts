// S3: a signed link to one part of an upload. Signing is local; no request is made.
import { type S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { PresignPart } from '../../domain/ports.ts';

const CHECKSUM_HEADER = 'x-amz-checksum-sha256';

/**
 * The part's exact Content-Length is a signed header, so one byte more or less is SignatureDoesNotMatch. A SHA-256
 * must stay a header as well: moved into the query, S3 would not check it.
 */
export const presignPartWith =
  (s3: S3Client, Bucket: string): PresignPart =>
  async ({ key, uploadId }, { partNumber, size, sha256 }, expiresInSeconds) => ({
    url: await getSignedUrl(
      s3,
      new UploadPartCommand({
        Bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: partNumber,
        ContentLength: size,
        ...(sha256 && { ChecksumSHA256: sha256 }),
      }),
      { expiresIn: expiresInSeconds, unhoistableHeaders: new Set([CHECKSUM_HEADER]) },
    ),
    headers: sha256 ? { [CHECKSUM_HEADER]: sha256 } : {},
  });
