// S3: a range of one version's bytes, with the size and the checksum of the whole.
import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { ReadRange } from '../../domain/ports.ts';
import { isGone } from './is-gone.ts';

/** One ranged GetObject. An empty object has no range (416 InvalidRange) and reads as no bytes. */
export const readRangeWith =
  (s3: S3Client, Bucket: string): ReadRange =>
  async ({ key, versionId }, start, maxBytes) => {
    try {
      const object = await s3.send(
        new GetObjectCommand({
          Bucket,
          Key: key,
          VersionId: versionId,
          Range: `bytes=${start}-${start + maxBytes - 1}`,
        }),
      );
      const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
      return {
        bytes,
        size: Number(object.ContentRange?.split('/')[1] ?? bytes.byteLength),
        contentType: object.ContentType ?? 'application/octet-stream',
      };
    } catch (error) {
      if (isGone(error)) return undefined;
      if (error instanceof S3ServiceException && error.name === 'InvalidRange') {
        return { bytes: new Uint8Array(), size: 0, contentType: 'application/octet-stream' };
      }
      throw error;
    }
  };
