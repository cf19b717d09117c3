// S3: the end of an upload in parts, from S3's own list of them.
import {
  CompleteMultipartUploadCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { CompleteMultipart } from '../../domain/ports.ts';

/** Completes an upload, and may name the object that it overwrites. */
type CompleteConditionally = (
  ...[upload, parts, size, condition]: [
    ...Parameters<CompleteMultipart>,
    condition?: { readonly IfMatch?: string; readonly IfNoneMatch?: string },
  ]
) => ReturnType<CompleteMultipart>;

/** One CompleteMultipartUpload; `MpuObjectSize` makes S3 itself refuse an object of any other size. */
export const completeMultipartWith =
  (s3: S3Client, Bucket: string): CompleteConditionally =>
  async ({ key, uploadId }, parts, size, condition) => {
    try {
      const { VersionId } = await s3.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key: key,
          UploadId: uploadId,
          ...condition,
          MpuObjectSize: size,
          MultipartUpload: {
            Parts: parts.map(({ partNumber, etag, sha256 }) => ({
              PartNumber: partNumber,
              ETag: etag,
              ...(sha256 && { ChecksumSHA256: sha256 }),
            })),
          },
        }),
      );
      return { outcome: 'completed', versionId: VersionId };
    } catch (error) {
      if (!(error instanceof S3ServiceException)) throw error;
      if (error.name === 'NoSuchUpload') return { outcome: 'gone' };
      // A part was sent again between the listing and this request.
      if (error.name === 'InvalidPart') return { outcome: 'parts_changed' };
      throw error;
    }
  };
