// Removes the assets of replaced releases once no open tab can still request them.
import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { staticBucketLayout } from '../lambdas/env.ts';
import { AirlockFunction } from './airlock-function.ts';
import type { FunctionSource } from './function-code.ts';
import { runEvery } from './schedule.ts';

const assets = `${staticBucketLayout.site}/*`;
const { record } = staticBucketLayout;

/** Runs `prune-releases` once a day; see docs/decisions/0008-prune-by-releases.md. */
export class ReleasePruning extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { bucket: Bucket; source: FunctionSource; logRetentionDays: number },
  ) {
    super(scope, id);
    const { bucket, ...shared } = props;
    const pruner = new AirlockFunction(this, {
      ...shared,
      name: 'prune-releases',
      environment: { STATIC_BUCKET: bucket.bucketName },
      timeout: Duration.minutes(5),
      permissions: [
        new PolicyStatement({
          actions: ['s3:ListBucketVersions'],
          resources: [bucket.bucketArn],
          conditions: { StringLike: { 's3:prefix': [record, assets] } },
        }),
        new PolicyStatement({
          actions: ['s3:DeleteObjectVersion', 's3:GetObjectVersion'],
          resources: [bucket.arnForObjects(record)],
        }),
        new PolicyStatement({
          // It deletes only its own delete markers, to restore files that a deployment names again.
          actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
          resources: [bucket.arnForObjects(assets)],
        }),
      ],
    });
    Validations.of(pruner).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucket.stack.getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/${assets}]`,
      reason: 'A release names any number of assets, so a role can name no more than their folder.',
    });
    runEvery(this, 'Schedule', Duration.days(1), pruner.function);
  }
}
