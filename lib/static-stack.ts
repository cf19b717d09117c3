// What ships with a release: the page and the CDN that serves it. Knows nothing of media.
import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/domain/config.ts';
import { PageDeployment } from './page-deployment.ts';
import { PrivateBucket } from './private-bucket.ts';
import { SiteDistribution } from './site-distribution.ts';

/** What the static stack is made from. */
export interface StaticStackProps {
  readonly config: Config;
  /** Holds the built page. */
  readonly pageDir: string;
}

/** The public half: static files, replaced by every release. */
export class StaticStack extends Stack {
  constructor(scope: Construct, id: string, { config, pageDir }: StaticStackProps) {
    super(scope, id, { description: 'Airlock: the page and the CDN that serves it' });

    const bucket = new PrivateBucket(this, 'StaticBucket', {}) as IBucket;
    const site = new SiteDistribution(this, 'Site', { bucket, config });
    new PageDeployment(this, 'Page', {
      bucket,
      pageDir,
      logRetentionDays: config.logRetentionDays,
    });

    new CfnOutput(this, 'SiteUrl', { value: site.origin });
    new CfnOutput(this, 'StaticBucketName', { value: bucket.bucketName });
  }

  /** The site's origin, `https://` and a host without a slash, for other stacks. */
  get origin(): string {
    return Fn.getStackOutput(this.stackName, 'SiteUrl');
  }

  /** Name of the bucket that the site serves, for other stacks. */
  get bucketName(): string {
    return Fn.getStackOutput(this.stackName, 'StaticBucketName');
  }
}
