// The bucket of public copies; only the CDN reads it. Lost copies are made again from the media bucket.
import { Duration, Validations } from 'aws-cdk-lib';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket, removal } from './private-bucket.ts';

// Prefix of every copy's key.
const prefix = 'public/';

/** The bucket of public copies: no versions, since the version that counts is the one in the media bucket. */
export class PublicBucket extends PrivateBucket {
  /** ARN of every copy, for roles. */
  readonly copiesArn: string;
  /** Keys of every copy, for rights on listings. */
  readonly copiesPrefix = `${prefix}*`;

  /** @param isRemoved Whether the bucket and its content are deleted with the stack. */
  constructor(scope: Construct, id: string, { isRemoved }: { readonly isRemoved: boolean }) {
    super(scope, id, {
      ...removal(isRemoved),
      // A copy in parts that is not complete within a week was abandoned.
      lifecycleRules: [
        { id: 'AbandonedCopies', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
    this.copiesArn = this.arnForObjects(`${prefix}*`);
    Validations.of(this.stack).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${this.stack.getLogicalId(this.node.defaultChild as CfnBucket)}.Arn>/${prefix}*]`,
      reason: 'Keys are random, one per public file, so a role can name no more than their prefix.',
    });
  }
}
