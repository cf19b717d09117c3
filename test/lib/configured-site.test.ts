// What a configuration changes about the site: its name, its distribution, its documents and its logs.
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineSite, type SiteInput } from '../../lambdas/config/site-config.ts';
import { only, synthesize } from './synthesize.ts';

describe('a configured site', () => {
  const configured = async (input: SiteInput) => {
    const own = await synthesize({ ...shippedConfig, site: defineSite(input) });
    return { ...own, ...only(own.site, 'AWS::CloudFront::Distribution') };
  };
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd';

  it('answers to a name of its own, with its certificate and no TLS before 1.2', async () => {
    const { site, media, DistributionConfig } = await configured({
      domain: { name: 'files.example.com', certificateArn },
    });
    expect(DistributionConfig).toMatchObject({
      Aliases: ['files.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    site.resourceCountIs('AWS::Route53::RecordSet', 0);
    expect(site.findOutputs('SiteUrl').SiteUrl?.Value).toBe('https://files.example.com');
    expect(
      only(media, 'AWS::S3::Bucket', 'MediaBucket').CorsConfiguration.CorsRules[0].AllowedOrigins,
    ).toEqual(['https://files.example.com']);
  });

  it('a configured site gets its DNS records in the configured zone, for IPv4 and IPv6', async () => {
    const { site } = await configured({
      domain: {
        ...{ name: 'files.example.com', certificateArn },
        hostedZone: { id: 'Z0123', name: 'example.com' },
      },
    });
    for (const Type of ['A', 'AAAA']) {
      site.hasResourceProperties('AWS::Route53::RecordSet', {
        ...{ Type, Name: 'files.example.com.', HostedZoneId: 'Z0123' },
        AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.anyValue(), 'DomainName'] } },
      });
    }
  });

  it('a configured site may do without HTTP/3, compression and far edges, and show a page for what is missing', async () => {
    const { DistributionConfig } = await configured({
      ...{ http3: false, compress: false, priceClass: '100', notFoundPage: '/404.html' },
    });
    expect(DistributionConfig).toMatchObject({
      HttpVersion: 'http2',
      PriceClass: 'PriceClass_100',
      DefaultCacheBehavior: { Compress: false },
      CustomErrorResponses: [
        {
          ...{ ErrorCode: 404, ErrorCachingMinTTL: 10 },
          ...{ ResponseCode: 404, ResponsePagePath: '/404.html' },
        },
      ],
    });
  });

  it('a configured site keeps its access log for the configured days, in a bucket that outlives it', async () => {
    const { site, DistributionConfig } = await configured({ accessLogs: { days: 90 } });
    const [[id, logs] = []] = Object.entries(site.findResources('AWS::S3::Bucket')).filter(
      ([name]) => name.includes('AccessLogs'),
    );
    expect(DistributionConfig.Logging).toEqual({
      Bucket: { 'Fn::GetAtt': [id, 'RegionalDomainName'] },
      IncludeCookies: false,
    });
    expect(logs).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true },
        LifecycleConfiguration: { Rules: [{ Id: 'OldLogs', ExpirationInDays: 90 }] },
      },
    });
  });

  it('finds documents at the edge, the innermost folder first', async () => {
    const { site, DistributionConfig } = await configured({
      page: false,
      sources: [{ directory: 'a' }, { directory: 'b', prefix: 'b', routing: 'single-page' }],
    });
    const [id] = Object.keys(site.findResources('AWS::CloudFront::Function'));
    expect(DistributionConfig.DefaultCacheBehavior.FunctionAssociations).toEqual([
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': [id, 'FunctionARN'] } },
    ]);
    const { FunctionCode, FunctionConfig } = only(site, 'AWS::CloudFront::Function');
    expect(FunctionConfig.Runtime).toBe('cloudfront-js-2.0');
    expect(FunctionCode).toContain(
      'const fronts = [{"path":"/b/","document":"/b/index.html","routing":"single-page","files":[]},{"path":"/","document":"/index.html","routing":"directories","files":[]}];',
    );
    expect(FunctionCode.length).toBeLessThan(10_000);
  });

  it.each([
    ['of the page alone', {}, true],
    [
      'of the page beside a front end of its own folder',
      { sources: [{ directory: 'b', prefix: 'b' }] },
      true,
    ],
    ['of a site without the page', { page: false, sources: [{ directory: 'a' }] }, false],
    [
      'that a front end in the same folder answers',
      { sources: [{ directory: 'a', prefix: 'files' }] },
      false,
    ],
  ] as const)(
    'the edge serves the page at the addresses of files %s: %o %s',
    async (_, input, isServed) => {
      const { site } = await configured(input);
      const code = JSON.stringify(site.findResources('AWS::CloudFront::Function'));
      const path = JSON.stringify('"path":"/files/","document":"/index.html"').slice(1, -1);
      expect(code.includes(path)).toBe(isServed);
    },
  );
});
