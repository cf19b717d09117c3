// The bucket of static files and of the record of releases. Its content comes from deployments, so it is deleted with its stack.
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
      // Never for the record, whose versions say which assets to keep and which to remove.
      lifecycleRules: [
        {
          id: 'ReplacedFiles',
          prefix: `${staticBucketLayout.site}/`,
          // Time to restore files that a deployment or the pruning removed by mistake.
          noncurrentVersionExpiration: Duration.days(30),
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }
}
