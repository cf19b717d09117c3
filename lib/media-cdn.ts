// The CDN of media: public copies, on a domain of their own that shares nothing with the page.
import { Duration, Validations } from 'aws-cdk-lib';
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

/** Serves public copies. */
export class MediaCdn extends Construct {
  /** `https://` and the distribution's host, no slash at the end. */
  readonly origin: string;
  readonly distributionId: string;
  /** For the right to invalidate. */
  readonly distributionArn: string;

  constructor(scope: Construct, id: string, props: { bucket: IBucket; config: Config }) {
    super(scope, id);
    const distribution = new Distribution(this, 'Distribution', {
      comment: `${props.config.name}: media`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(props.bucket),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy: new SiteHeaders(this, 'Headers', {
          kind: 'userContent',
          config: props.config,
        }),
      },
      // CloudFront remembers errors for 10 seconds unless told otherwise: what was asked for too early must not stay away.
      errorResponses: [403, 404].map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    });
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Public media are meant for every country.' },
      {
        id: 'AwsSolutions-CFR2',
        reason: 'The distribution serves stored objects only; there is nothing to inject into.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'Requests for public media carry nothing worth a log, and the API logs every signed link it hands out.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason:
          'The minimum TLS version can only be raised with a certificate of your own; see the runbook for a custom domain.',
      },
    );
    this.origin = `https://${distribution.distributionDomainName}`;
    this.distributionId = distribution.distributionId;
    this.distributionArn = distribution.distributionArn;
  }
}
