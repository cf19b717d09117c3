// Replicates every version of the media bucket into a bucket of the operator, such as one in another region.
import { Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { ReplicationInput } from '../lambdas/config/storage-config.ts';
import type { MediaBucket } from './media-bucket.ts';

/** Switches replication on; S3 acts under its own role, which reads this bucket and writes to the other. */
export function replicate(bucket: MediaBucket, { bucketArn }: ReplicationInput): void {
  const role = new Role(bucket, 'ReplicationRole', {
    assumedBy: new ServicePrincipal('s3.amazonaws.com'),
  });
  const allow = (resources: string[], ...actions: string[]) =>
    role.addToPolicy(new PolicyStatement({ resources, actions }));
  // A separate policy, because one within the role would refer to the bucket, which refers to the role.
  allow([bucket.bucketArn], 's3:GetReplicationConfiguration', 's3:ListBucket');
  allow(
    [bucket.uploadsArn, bucket.variantsArn],
    's3:GetObjectVersionAcl',
    's3:GetObjectVersionForReplication',
    's3:GetObjectVersionTagging',
  );
  allow([`${bucketArn}/*`], 's3:ReplicateObject', 's3:ReplicateTags');
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${bucketArn}/*]`,
    reason: 'A copy has the key of its original, which is generated one per file.',
  });
  (bucket.node.defaultChild as CfnBucket).replicationConfiguration = {
    role: role.roleArn,
    rules: [
      {
        id: 'Copies',
        status: 'Enabled',
        priority: 1,
        filter: { prefix: '' },
        // Airlock deletes versions, which S3 never replicates, and makes no delete marker.
        deleteMarkerReplication: { status: 'Disabled' },
        destination: { bucket: bucketArn },
      },
    ],
  };
}
