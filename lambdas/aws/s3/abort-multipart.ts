// S3: aborts an upload in parts.
import { AbortMultipartUploadCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { AbortMultipart } from '../../domain/ports.ts';

/** One AbortMultipartUpload. Idempotent: NoSuchUpload is ignored. */
export const abortMultipartWith =
  (s3: S3Client, Bucket: string): AbortMultipart =>
  async ({ key, uploadId }) => {
    try {
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: key, UploadId: uploadId }));
    } catch (error) {
      if (!(error instanceof S3ServiceException) || error.name !== 'NoSuchUpload') throw error;
    }
  };
