// What a walk does in the bucket besides the use cases: the part of S3's events and of the browser.

import { HeadObjectCommand, PutObjectCommand, UploadPartCopyCommand } from '@aws-sdk/client-s3';
import type { Multipart } from '../../lambdas/domain/file.ts';
import { partLength } from '../../lambdas/domain/parts.ts';
import type { ObjectVersion } from '../../lambdas/domain/ports.ts';
import type { Backend } from '../../test/backend.ts';

/** A bucket whose events reach no use case. */
export interface QuietBucket {
  /** Names the current version of a key. */
  versionOf(key: string): Promise<ObjectVersion>;
  /** Fills every part of an upload with the same bytes, copied inside S3. */
  fillParts(
    key: string,
    multipart: Multipart & { readonly size: number },
    bytes: Uint8Array,
  ): Promise<void>;
}

/** The backend's bucket of uploads. */
export const quietBucket = ({ s3, bucket: Bucket }: Backend): QuietBucket => ({
  async versionOf(key) {
    const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
    if (!VersionId) throw new Error(`S3 names no version of ${key}.`);
    return { key, versionId: VersionId };
  },
  async fillParts(Key, { size, uploadId: UploadId, ...plan }, Body) {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'part', Body }));
    for (let PartNumber = 1; PartNumber <= plan.partCount; PartNumber += 1) {
      const lastByte = (partLength(size, plan, PartNumber) ?? 0) - 1;
      const range = { CopySource: `${Bucket}/part`, CopySourceRange: `bytes=0-${lastByte}` };
      await s3.send(new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, ...range }));
    }
  },
});
