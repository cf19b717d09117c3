// S3 and CloudFront: public copies found, and taken away from the bucket and from every edge.
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { DeleteObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type {
  DeletePublicCopy,
  InvalidatePath,
  WalkPublicCopies,
} from '../domain/publication-ports.ts';

/** The CloudFront client; region, endpoint and credentials come from the environment. */
export const connectCloudFront = (): CloudFrontClient => new CloudFrontClient();

/** One DeleteObject; the bucket keeps no versions. */
export const deletePublicCopyFrom =
  (s3: S3Client, Bucket: string): DeletePublicCopy =>
  async (key) => {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
  };

/**
 * One CreateInvalidation of one path. CloudFront takes the same reference with the same path for the same request
 * (CloudFront API reference, "CallerReference"), so a repeat costs nothing.
 */
export const invalidatePathAt =
  (cloudFront: CloudFrontClient, DistributionId: string): InvalidatePath =>
  async (path, reference) => {
    const InvalidationBatch = {
      CallerReference: reference,
      Paths: { Quantity: 1, Items: [path] },
    };
    await cloudFront.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
  };

/** One ListObjectsV2 of up to 1,000 copies; the position is S3's token. */
export const walkPublicCopiesIn =
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
