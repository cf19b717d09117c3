// S3: the checksum that S3 itself keeps of one version.
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ReadChecksum } from '../../domain/ports.ts';
import { isGone } from './is-gone.ts';

const algorithms = ['SHA256', 'CRC64NVME', 'CRC32C', 'CRC32', 'SHA1'] as const;

/** One HeadObject with its checksum mode on: a GetObject of a range is answered without the checksum of the whole. */
export const readChecksumWith =
  (s3: S3Client, Bucket: string): ReadChecksum =>
  async ({ key, versionId }) => {
    try {
      const head = await s3.send(
        new HeadObjectCommand({ Bucket, Key: key, VersionId: versionId, ChecksumMode: 'ENABLED' }),
      );
      for (const algorithm of algorithms) {
        const value = head[`Checksum${algorithm}`];
        if (value) return { algorithm, value, type: head.ChecksumType ?? 'FULL_OBJECT' };
      }
      return undefined;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  };
