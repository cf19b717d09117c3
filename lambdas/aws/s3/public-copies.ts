// S3: public copies, found and taken away.
import { DeleteObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { DeletePublicCopy, WalkPublicCopies } from '../../domain/publication-ports.ts';

/** One DeleteObject; the bucket keeps no versions. */
export const deletePublicCopyWith =
  (s3: S3Client, Bucket: string): DeletePublicCopy =>
  async (key) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
  };

/** One ListObjectsV2 of up to 1,000 copies; the position is S3's token. */
export const walkPublicCopiesWith =
  (s3: S3Client, Bucket: string): WalkPublicCopies =>
  async (ContinuationToken) => {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket, ...(ContinuationToken && { ContinuationToken }) }),
    );
    const items = (page.Contents ?? []).flatMap(({ Key, LastModified }) =>
      Key && LastModified ? [{ key: Key, lastModified: LastModified.toISOString() }] : [],
    );
    return { items, next: page.NextContinuationToken };
  };
