// A bucket that announces nothing that arrives in it, so that the bench itself receives what the story uploads.
import {
  CreateBucketCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { Multipart } from '../../lambdas/domain/file.ts';
import type { ObjectVersion } from '../../lambdas/domain/ports.ts';

/** A versioned bucket and what a bench does in it besides the use cases. */
export interface QuietBucket {
  readonly name: string;
  /** The bucket of public copies beside it. */
  readonly publicName: string;
  /** Names the current version of a key. */
  versionOf(key: string): Promise<ObjectVersion>;
  /** Fills every part of an upload with the same bytes, copied inside S3. */
  fillParts(key: string, multipart: Multipart, bytes: Uint8Array): Promise<void>;
}

/** Creates the bucket. */
export async function openQuietBucket(s3: S3Client): Promise<QuietBucket> {
  const Bucket = 'bench';
  const publicName = 'bench-public';
  await s3.send(new CreateBucketCommand({ Bucket: publicName }));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  return {
    name: Bucket,
    publicName,
    async versionOf(key) {
      const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
      if (!VersionId) throw new Error(`S3 names no version of ${key}.`);
      return { key, versionId: VersionId };
    },
    async fillParts(Key, { uploadId: UploadId, partCount }, Body) {
      await s3.send(new PutObjectCommand({ Bucket, Key: 'part', Body }));
      for (let PartNumber = 1; PartNumber <= partCount; PartNumber += 1) {
        const part = { Bucket, Key, UploadId, PartNumber, CopySource: `${Bucket}/part` };
        await s3.send(new UploadPartCopyCommand(part));
      }
    },
  };
}
