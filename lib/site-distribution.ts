// The CDN in front of the static bucket: HTTPS only, strict headers, reads the bucket by its own identity.
import { Validations } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../lambdas/domain/config.ts';
import { SiteHeaders } from './site-headers.ts';

/** Serves the static bucket. */
export class SiteDistribution extends Construct {
  /** `https://` and the distribution's host, no slash at the end. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: { bucket: IBucket; config: Config }) {
    super(scope, id);
    const distribution = new Distribution(this, 'Distribution', {
      comment: `${props.config.name}: the page`,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(props.bucket),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Obeys each object's own Cache-Control; a document marked no-cache is kept for its minimum of one second.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy: new SiteHeaders(this, 'Headers', {
          kind: 'site',
          config: props.config,
        }),
      },
    });
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'The page is meant for every country.' },
      {
        id: 'AwsSolutions-CFR2',
        reason:
          'The distribution serves public static files only; there is nothing to inject into.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason: 'Requests for public static files carry nothing worth a log; the API logs its own.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason:
          'The minimum TLS version can only be raised with a certificate of your own; see the runbook for a custom domain.',
      },
    );
    this.origin = `https://${distribution.distributionDomainName}`;
  }
}
