// S3: stores a variant once.
import {
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { PutVariant } from '../../domain/variant-ports.ts';

/**
 * One PutObject that writes only when the key has no object; S3 refuses bytes that do not match the checksum. When an earlier
 * request has stored the variant, such as one whose answer was lost, one HeadObject returns what it stored.
 */
export const putVariantWith =
  (s3: S3Client, Bucket: string): PutVariant =>
  async (Key, { bytes, contentType, sha256 }) => {
    try {
      const { VersionId } = await s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: bytes,
          ContentType: contentType,
          ChecksumSHA256: sha256,
          IfNoneMatch: '*',
        }),
      );
      return { versionId: VersionId ?? '', size: bytes.byteLength, sha256 };
    } catch (error) {
      if (!isStored(error)) throw error;
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      const { VersionId, ContentLength, ChecksumSHA256 } = head;
      return {
        versionId: VersionId ?? '',
        size: ContentLength ?? bytes.byteLength,
        sha256: ChecksumSHA256 ?? sha256,
      };
    }
  };

/** S3 API reference, "PutObject": the condition does not hold. */
const isStored = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.name === 'PreconditionFailed';
