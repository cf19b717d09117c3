// What ships with a release: front ends and the CDN that serves them. Knows nothing of media.
import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import { addRegionToNames } from './regional-names.ts';
import type { Release } from './release.ts';
import { ReleaseDeployment } from './release-deployment.ts';
import { ReleasePruning } from './release-pruning.ts';
import { SiteDistribution } from './site-distribution.ts';
import { StaticBucket } from './static-bucket.ts';

/** What the static stack is made from. */
export interface StaticStackProps {
  readonly config: Config;
  /** Holds `<function>/index.mjs`. */
  readonly functionsDir: string;
  readonly release: Release;
}

/** The public half: static files, replaced by every release. */
export class StaticStack extends Stack {
  readonly #domain: string | undefined;

  constructor(scope: Construct, id: string, { config, functionsDir, release }: StaticStackProps) {
    super(scope, id, { description: 'Airlock: the page and the CDN that serves it' });
    const { logRetentionDays } = config;

    const bucket = new StaticBucket(this, 'StaticBucket');
    const site = new SiteDistribution(this, 'Site', {
      bucket: bucket as IBucket,
      config,
      extensionless: release.extensionless,
    });
    new ReleaseDeployment(this, 'Release', {
      bucket: bucket as IBucket,
      release,
      logRetentionDays,
    });
    new ReleasePruning(this, 'Pruning', { bucket, functionsDir, logRetentionDays });

    new CfnOutput(this, 'SiteUrl', { value: site.origin });
    new CfnOutput(this, 'DistributionDomainName', { value: site.domainName });
    new CfnOutput(this, 'StaticBucketName', { value: bucket.bucketName });
    this.#domain = config.site.domain?.name;
    addRegionToNames(this);
  }

  /**
   * The site's origin, `https://` and a host without a slash, for other stacks. A configured name is written out, since
   * CloudFormation does not look at another stack's output again when only that output has changed.
   */
  get origin(): string {
    if (this.#domain) return `https://${this.#domain}`;
    return Fn.getStackOutput(this.stackName, 'SiteUrl');
  }

  /** Name of the bucket that the site serves, for other stacks. */
  get bucketName(): string {
    return Fn.getStackOutput(this.stackName, 'StaticBucketName');
  }
}
