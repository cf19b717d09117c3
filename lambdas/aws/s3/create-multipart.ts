// S3: the beginning of an upload in parts.
import { CreateMultipartUploadCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CreateMultipart } from '../../domain/ports.ts';

/**
 * One CreateMultipartUpload. With SHA-256 named here S3 refuses any part that comes without it; without an
 * algorithm S3 keeps a CRC64NVME of the whole object by itself (S3 user guide, "Checking object integrity").
 */
export const createMultipartWith =
  (s3: S3Client, Bucket: string): CreateMultipart =>
  async ({ key, contentType }, checksumParts) => {
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({
        Bucket,
        Key: key,
        ContentType: contentType,
        ...(checksumParts && { ChecksumAlgorithm: 'SHA256' }),
      }),
    );
    if (!UploadId) throw new Error('S3 created a multipart upload without an UploadId.');
    return UploadId;
  };
