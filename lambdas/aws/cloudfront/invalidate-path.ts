// CloudFront: removes one path from every edge cache.
import { type CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import type { InvalidatePath } from '../../domain/publication-ports.ts';

/**
 * One CreateInvalidation of one path. CloudFront takes the same reference with the same path for the same request
 * (CloudFront API reference, "CallerReference"), so a repeat costs nothing.
 */
export const invalidatePathWith =
  (cloudFront: CloudFrontClient, DistributionId: string): InvalidatePath =>
  async (path, reference) => {
    const InvalidationBatch = {
      CallerReference: reference,
      Paths: { Quantity: 1, Items: [path] },
    };
    await cloudFront.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }));
  };
