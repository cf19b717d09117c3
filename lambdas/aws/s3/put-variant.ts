// S3: stores a variant.
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PutVariant } from '../../domain/variant-ports.ts';

/** One PutObject; S3 refuses other bytes than those of the checksum. */
export const putVariantWith =
  (s3: S3Client, Bucket: string): PutVariant =>
  async (Key, { bytes, contentType, sha256 }) => {
    const { VersionId } = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: bytes,
        ContentType: contentType,
        ChecksumSHA256: sha256,
      }),
    );
    return VersionId ?? '';
  };
