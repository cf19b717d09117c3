// CloudFront: a path that every edge forgets.
import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import type { InvalidatePath } from '../../domain/publication-ports.ts';

/** The CloudFront client; region, endpoint and credentials come from the environment. */
export const connectCloudFront = (): CloudFrontClient => new CloudFrontClient();

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
