// The CDN in front of the static bucket: HTTPS only, strict headers, reads the bucket by its own identity.
import { Duration, Validations } from 'aws-cdk-lib';
import {
  AccessLevel,
  AllowedMethods,
  CachePolicy,
  Distribution,
  type ErrorResponse,
  HttpVersion,
  PriceClass,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Site } from '../lambdas/config/site-config.ts';
import { staticBucketLayout } from '../lambdas/env.ts';
import { AccessLogBucket } from './access-log-bucket.ts';
import { addRecords, domainProps } from './site-domain.ts';
import { type PageSources, SiteHeaders } from './site-headers.ts';
import { linkApiOf, linkBehaviors } from './site-links.ts';
import { routeSources } from './site-routing.ts';
import type { ServedSite } from './static-site-props.ts';

/** The properties of the distribution. */
export interface SiteDistributionProps {
  readonly bucket: IBucket;
  /** Begins the distribution's comment. */
  readonly name: string;
  readonly site: ServedSite;
  /** What its pages load besides the site itself. */
  readonly sources: PageSources;
  /** Paths of the files without a dot in their name. */
  readonly extensionless: readonly string[];
}

const priceClasses: Readonly<Record<Site['priceClass'], PriceClass>> = {
  '100': PriceClass.PRICE_CLASS_100,
  '200': PriceClass.PRICE_CLASS_200,
  all: PriceClass.PRICE_CLASS_ALL,
};

/** Serves the static bucket. */
export class SiteDistribution extends Construct {
  /** `https://` and the site's host, no slash at the end. */
  readonly origin: string;
  /** The CNAME target of its own domain name. */
  readonly domainName: string;

  constructor(
    scope: Construct,
    id: string,
    { bucket, name, site, sources, extensionless }: SiteDistributionProps,
  ) {
    super(scope, id);
    const linkApi = linkApiOf(site, sources.domains);
    const distribution = new Distribution(this, 'Distribution', {
      comment: `${name}: the page`,
      defaultRootObject: 'index.html',
      httpVersion: site.http3 ? HttpVersion.HTTP2_AND_3 : HttpVersion.HTTP2,
      priceClass: priceClasses[site.priceClass],
      ...domainProps(site.domain),
      ...(site.webAclArn !== undefined && { webAclId: site.webAclArn }),
      ...(site.accessLogs && {
        logBucket: new AccessLogBucket(this, 'AccessLogs', site.accessLogs) as IBucket,
        logIncludesCookies: false,
      }),
      errorResponses: errorResponses(site),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket, {
          originPath: `/${staticBucketLayout.site}`,
          // Without permission to list, S3 answers 403 for a missing object, which looks like a missing permission.
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
        }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Obeys each object's own Cache-Control; a document marked no-cache is kept for its minimum of one second.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: site.compress,
        responseHeadersPolicy: new SiteHeaders(this, 'Headers', { kind: 'site', ...sources }),
        functionAssociations: routeSources(this, site, extensionless),
      },
      ...(linkApi !== undefined && { additionalBehaviors: linkBehaviors(this, linkApi) }),
    });
    addRecords(this, site.domain, distribution);
    acknowledge(distribution, site);
    this.domainName = distribution.distributionDomainName;
    this.origin = `https://${site.domain?.name ?? this.domainName}`;
  }
}

/**
 * Caches a missing object only for seconds, so that an asset that is uploaded just after a first request is found. A path that an
 * app routes itself is not an error; it is routed before the cache, see site-routing.ts.
 */
const errorResponses = ({ notFoundPage }: ServedSite): ErrorResponse[] => [
  {
    httpStatus: 404,
    ttl: Duration.seconds(10),
    ...(notFoundPage && { responseHttpStatus: 404, responsePagePath: notFoundPage }),
  },
];

function acknowledge(distribution: Distribution, { domain, accessLogs }: ServedSite): void {
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'The page is meant for every country.' },
    {
      id: 'AwsSolutions-CFR2',
      reason:
        'The distribution serves public static files; links, where it passes them on, are random tokens that a function checks. site.webAclArn puts a web ACL in front of both.',
    },
    {
      id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason: 'The root is a document, and no query reaches the bucket that could ask for a list.',
    },
  );
  if (!accessLogs) {
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions-CFR3',
      reason:
        'Requests for public static files carry nothing worth a log unless site.accessLogs says so; the API logs its own.',
    });
  }
  if (!domain) {
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions-CFR4',
      reason:
        'The minimum TLS version can only be raised with a certificate of your own, see site.domain in the configuration.',
    });
  }
}
