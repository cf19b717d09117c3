// S3: finds and deletes public copies.
import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type {
  BlankPublicCopy,
  DeletePublicCopy,
  ListPublicCopies,
  WalkPublicCopies,
} from '../../domain/publication-ports.ts';

/** One PutObject. */
export const blankPublicCopyWith =
  (s3: S3Client, Bucket: string): BlankPublicCopy =>
  async (Key) => {
    const Body = new Uint8Array();
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, CacheControl: 'no-store' }));
  };

/** One DeleteObject; the bucket keeps no versions. */
export const deletePublicCopyWith =
  (s3: S3Client, Bucket: string): DeletePublicCopy =>
  async (key) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
  };

/** ListObjectsV2 to the last page; a file has a few copies. */
export const listPublicCopiesWith =
  (s3: S3Client, Bucket: string): ListPublicCopies =>
  async (Prefix) => {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await s3.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix,
          ...(ContinuationToken && { ContinuationToken }),
        }),
      );
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    return keys;
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
