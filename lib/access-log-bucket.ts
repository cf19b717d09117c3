// The private bucket of the CDN's access logs, if they are kept, for the configured number of days.
import { Duration } from 'aws-cdk-lib';
import { ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket } from './private-bucket.ts';

/** A bucket for standard access logs; see docs/decisions/0009-standard-access-logs.md. */
export class AccessLogBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: { days: number }) {
    super(scope, id, {
      // CloudFront writes from another account, which only an ACL can permit; it adds the ACL itself.
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
