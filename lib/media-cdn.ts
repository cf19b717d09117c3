// The CDN of media: public copies and, if wanted, signed downloads, on a domain that shares nothing with the page.
import { Duration, Validations } from 'aws-cdk-lib';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HttpVersion,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DownloadKeys } from './download-keys.ts';
import { addRecords, domainProps } from './site-domain.ts';
import { SiteHeaders } from './site-headers.ts';
import type { StaticSiteDomain } from './static-site-props.ts';

/** The properties of the CDN. */
export interface MediaCdnProps {
  /** Begins the distribution's comment. */
  readonly name: string;
  readonly publicBucket: IBucket;
  readonly mediaBucket: IBucket;
  /** The keys that sign downloads; without them the media bucket is no origin. */
  readonly keys?: DownloadKeys | undefined;
  /** Origins whose pages show downloads, of PDF and text in a frame. */
  readonly origins: readonly string[];
  /** Its own domain name. */
  readonly domain?: StaticSiteDomain | undefined;
  /** A web ACL with the scope CLOUDFRONT. */
  readonly webAclArn?: string | undefined;
}

/** Serves public copies and, to holders of signed links, the media bucket. */
export class MediaCdn extends Construct {
  /** `https://` and the host of links, no slash at the end. */
  readonly origin: string;
  /** The CNAME target of its own domain name. */
  readonly domainName: string;
  readonly distributionId: string;
  /** For the right to invalidate. */
  readonly distributionArn: string;

  constructor(scope: Construct, id: string, props: MediaCdnProps) {
    super(scope, id);
    const { name, publicBucket, mediaBucket, keys, origins, domain, webAclArn } = props;
    const common = {
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: new SiteHeaders(this, 'Headers', { kind: 'userContent' }),
    };
    const downloads = keys && {
      ...common,
      ...this.#downloads(mediaBucket, keys),
      responseHeadersPolicy: new SiteHeaders(this, 'DownloadHeaders', {
        kind: 'signedContent',
        framedBy: origins,
      }),
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: `${name}: media`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...domainProps(domain),
      ...(webAclArn !== undefined && { webAclId: webAclArn }),
      defaultBehavior: {
        ...common,
        origin: S3BucketOrigin.withOriginAccessControl(publicBucket),
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
      },
      ...(downloads && { additionalBehaviors: { 'media/*': downloads, 'variants/*': downloads } }),
      // CloudFront caches errors for 10 seconds by default, which would hide a copy that was requested too early.
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
    );
    if (!domain) {
      Validations.of(distribution).acknowledge({
        id: 'AwsSolutions-CFR4',
        reason:
          'The minimum TLS version can only be raised with a name and a certificate of your own.',
      });
    }
    addRecords(this, domain, distribution);
    this.domainName = distribution.distributionDomainName;
    this.origin = `https://${domain?.name ?? this.domainName}`;
    this.distributionId = distribution.distributionId;
    this.distributionArn = distribution.distributionArn;
  }

  /**
   * Serves the media bucket to holders of a link that one of the keys signed, until it expires. The edge may read named versions
   * only, and passes only the parameters of such a link; all of them are signed.
   */
  #downloads(bucket: IBucket, { keyGroup }: DownloadKeys): BehaviorOptions {
    return {
      origin: S3BucketOrigin.withOriginAccessControl(bucket, {
        originAccessLevels: [AccessLevel.READ_VERSIONED],
      }),
      trustedKeyGroups: [keyGroup],
      // The links say `private`: no edge keeps what is not public.
      cachePolicy: new CachePolicy(this, 'DownloadPolicy', {
        minTtl: Duration.seconds(0),
        defaultTtl: Duration.seconds(0),
        maxTtl: Duration.days(1),
        queryStringBehavior: CacheQueryStringBehavior.allowList(
          'response-cache-control',
          'response-content-disposition',
          'response-content-type',
          'versionId',
        ),
      }),
      compress: false,
    };
  }
}
