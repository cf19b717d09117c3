// Holds what the CDN serves and the record of releases. Everything in it comes from a deployment, so it goes with its stack.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { staticBucketLayout } from '../lambdas/env.ts';
import { PrivateBucket } from './private-bucket.ts';

/** The bucket of static files; versioned, because the versions of the record are the releases. */
export class StaticBucket extends PrivateBucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      versioned: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      // Never for the record: a version of it that is gone takes its assets with it.
      lifecycleRules: [
        {
          id: 'ReplacedFiles',
          prefix: `${staticBucketLayout.site}/`,
          // Time to bring back what a deployment or the pruning took away by mistake.
          noncurrentVersionExpiration: Duration.days(30),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }
}
