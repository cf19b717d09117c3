// Puts files into the static bucket during a deployment: the page by its own stack, config.json by the media stack.
import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledgeCopier } from './acknowledge-copier.ts';

/** How browsers and the CDN keep a file: for good, since its name changes with its content, or never unasked. */
export const cacheFor = {
  hashedName: [CacheControl.fromString('public,max-age=31536000,immutable')],
  sameName: [CacheControl.fromString('no-cache')],
};

/** Files to put into the static bucket. */
export interface Files {
  readonly source: ISource;
  readonly cacheControl: CacheControl[];
  /** Folder in the bucket. Default: its root. */
  readonly folder?: string;
}

/** One stack's deployments into the static bucket, in the order they are added. */
export class SiteFiles extends Construct {
  readonly #bucket: IBucket;
  readonly #logGroup: LogGroup;
  #last: BucketDeployment | undefined;

  constructor(scope: Construct, id: string, props: { bucket: IBucket; logRetentionDays: number }) {
    super(scope, id);
    this.#bucket = props.bucket;
    this.#logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays as RetentionDays,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Deploys these files after all that were added before; what is already in the bucket stays. */
  add(id: string, { source, cacheControl, folder }: Files): void {
    const deployment = new BucketDeployment(this, id, {
      sources: [source],
      destinationBucket: this.#bucket,
      cacheControl,
      // An open page still asks for the assets of the release it came from, and the two stacks share one bucket.
      prune: false,
      retainOnDelete: true,
      logGroup: this.#logGroup,
      ...(folder && { destinationKeyPrefix: folder }),
    });
    if (this.#last) deployment.node.addDependency(this.#last);
    this.#last = deployment;
    acknowledgeCopier(deployment, this.#bucket);
  }
}
