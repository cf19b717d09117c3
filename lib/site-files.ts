// Puts files into the static bucket during a deployment: a release by its own stack, config.json by the media stack.
import { type IManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { staticBucketLayout } from '../lambdas/env.ts';
import { acknowledgeCopier } from './acknowledge-copier.ts';
import { keptOnceCreated } from './kept-once-created.ts';

/**
 * How browsers and the CDN cache a file: for good, because its name changes with its content, or with revalidation at each use.
 */
export const cacheFor = {
  hashedName: [CacheControl.fromString('public,max-age=31536000,immutable')],
  sameName: [CacheControl.fromString('no-cache')],
};

/** Files to put into the static bucket. */
export interface Files {
  readonly source: ISource;
  readonly cacheControl: CacheControl[];
  /** Default: the type of each extension. */
  readonly contentType?: string;
  /** Folder in the bucket; undefined for its root, which the CDN does not serve. Default: the folder that the CDN serves. */
  readonly folder?: string | undefined;
}

/** The bucket, and the properties of the function that copies files. */
export interface SiteFilesProps {
  readonly bucket: IBucket;
  readonly logRetentionDays: number;
  readonly permissionsBoundary?: IManagedPolicy | undefined;
}

/** One stack's deployments into the static bucket, in the order they are added. */
export class SiteFiles extends Construct {
  readonly #bucket: IBucket;
  readonly #logGroup: LogGroup;
  #last: readonly BucketDeployment[] = [];

  readonly #permissionsBoundary: IManagedPolicy | undefined;

  constructor(scope: Construct, id: string, props: SiteFilesProps) {
    super(scope, id);
    this.#bucket = props.bucket;
    this.#permissionsBoundary = props.permissionsBoundary;
    this.#logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays as RetentionDays,
      removalPolicy: keptOnceCreated,
    });
  }

  /** Deploys these side by side, after all that were added before; what is already in the bucket stays. */
  add(files: Readonly<Record<string, Files>>): void {
    const deployments = Object.entries(files).map(([id, each]) => this.#deploy(id, each));
    for (const deployment of deployments) deployment.node.addDependency(...this.#last);
    if (deployments.length > 0) this.#last = deployments;
  }

  #deploy(id: string, { source, cacheControl, contentType, ...files }: Files): BucketDeployment {
    const { folder } = { folder: staticBucketLayout.site, ...files };
    const deployment = new BucketDeployment(this, id, {
      sources: [source],
      destinationBucket: this.#bucket,
      cacheControl,
      // Open pages still request the assets of their release, and the two stacks share one bucket.
      prune: false,
      retainOnDelete: true,
      logGroup: this.#logGroup,
      // The function's share of CPU and network grows with it; a thousand files take seconds instead of minutes.
      memoryLimit: 1024,
      ...(contentType && { contentType }),
      ...(folder && { destinationKeyPrefix: folder }),
    });
    acknowledgeCopier(deployment, this.#bucket);
    // The function that copies belongs to the stack, not to this construct.
    if (this.#permissionsBoundary) {
      PermissionsBoundary.of(deployment.handlerRole).apply(this.#permissionsBoundary);
    }
    return deployment;
  }
}
