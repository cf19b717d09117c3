// Defaults of every bucket: only named roles, only TLS; kept when the stack is deleted, unless configured otherwise.
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { keptOnceCreated } from './kept-once-created.ts';

/** A bucket that cannot become public; only what differs between buckets is a property. */
export class PrivateBucket extends Bucket {
  constructor(
    scope: Construct,
    id: string,
    props: Pick<
      BucketProps,
      | 'versioned'
      | 'cors'
      | 'lifecycleRules'
      | 'objectOwnership'
      | 'removalPolicy'
      | 'autoDeleteObjects'
      | 'bucketKeyEnabled'
      | 'encryptionKey'
    >,
  ) {
    super(scope, id, {
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: keptOnceCreated,
      ...props,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: props.encryptionKey ? BucketEncryption.KMS : BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs need a second bucket and arrive best effort; the API logs every link it hands out, and CloudTrail data events give a complete record where one is required.',
    });
  }
}

/** The properties that delete a bucket and its content with the stack; none for one that is kept. */
export const removal = (
  isRemoved: boolean,
): Pick<BucketProps, 'removalPolicy' | 'autoDeleteObjects'> =>
  isRemoved ? { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true } : {};
