// Receives the CDN's log of every request, if one is kept: private, and for as many days as configured.
import { Duration } from 'aws-cdk-lib';
import { ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket } from './private-bucket.ts';

/** A bucket for standard access logs; see docs/decisions/0009-standard-access-logs.md. */
export class AccessLogBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: { days: number }) {
    super(scope, id, {
      // CloudFront writes as an account of its own, which only an ACL can let in; it adds that itself.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [
        {
          id: 'OldLogs',
          expiration: Duration.days(props.days),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }
}
