import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineSite } from '../../lambdas/domain/site-config.ts';
import { only, synthesize } from './synthesize.ts';

let site: Template;
beforeAll(async () => {
  ({ site } = await synthesize());
});

describe('the static bucket', () => {
  it('is private, encrypted and survives its stack', () => {
    site.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    });
    expect(JSON.stringify(only(site, 'AWS::S3::Bucket').BucketEncryption)).toContain('AES256');
  });

  it('speaks TLS 1.2 only, and only to this distribution', () => {
    const { Statement } = only(site, 'AWS::S3::BucketPolicy').PolicyDocument;
    expect(Statement).toMatchObject([
      { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      },
    ]);
  });
});

describe('the distribution', () => {
  it('redirects to HTTPS, compresses and reads the bucket by its own identity', () => {
    const { DistributionConfig } = only(site, 'AWS::CloudFront::Distribution');
    expect(DistributionConfig).toMatchObject({
      DefaultRootObject: 'index.html',
      DefaultCacheBehavior: {
        AllowedMethods: ['GET', 'HEAD'],
        Compress: true,
        ViewerProtocolPolicy: 'redirect-to-https',
      },
      Origins: [{ OriginAccessControlId: expect.anything() }],
    });
    const { OriginAccessControlConfig } = only(site, 'AWS::CloudFront::OriginAccessControl');
    expect(OriginAccessControlConfig).toMatchObject({ SigningBehavior: 'always' });
  });

  it('answers with strict headers', () => {
    const { ResponseHeadersPolicyConfig } = only(site, 'AWS::CloudFront::ResponseHeadersPolicy');
    expect(ResponseHeadersPolicyConfig).toMatchObject({
      SecurityHeadersConfig: {
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: true },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
        StrictTransportSecurity: {
          AccessControlMaxAgeSec: 63_072_000,
          IncludeSubdomains: true,
          Override: true,
        },
      },
      CustomHeadersConfig: {
        Items: [
          {
            Header: 'permissions-policy',
            Value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
            Override: true,
          },
          { Header: 'cache-control', Value: 'no-cache', Override: false },
          { Header: 'cross-origin-opener-policy', Value: 'same-origin', Override: true },
        ],
      },
    });
  });
});

/** The policy as a browser in us-east-1 would see it, a list of sources for each directive. */
function contentSecurityPolicy(template: Template): Record<string, string[]> {
  const policy = only(template, 'AWS::CloudFront::ResponseHeadersPolicy');
  const { ContentSecurityPolicy } =
    policy.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy;
  const parts: (string | { Ref: 'AWS::Region' | 'AWS::URLSuffix' })[] =
    ContentSecurityPolicy['Fn::Join'][1];
  const pseudo = { 'AWS::Region': 'us-east-1', 'AWS::URLSuffix': 'amazonaws.com' };
  const text = parts.map((part) => (typeof part === 'string' ? part : pseudo[part.Ref])).join('');
  const directives = text.split('; ').map((directive) => directive.split(' '));
  return Object.fromEntries(directives.map(([name, ...sources]) => [name, sources]));
}

describe('the Content-Security-Policy', () => {
  const s3 = ['https://*.s3.us-east-1.amazonaws.com', 'https://s3.us-east-1.amazonaws.com'];
  const api = 'https://*.execute-api.us-east-1.amazonaws.com';

  it('allows own scripts and styles, this region’s S3 and API, and Cognito', () => {
    expect(contentSecurityPolicy(site)).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'blob:', 'data:', ...s3],
      'media-src': ["'self'", 'blob:', ...s3],
      'connect-src': [
        "'self'",
        api,
        ...s3,
        'https://cognito-idp.us-east-1.amazonaws.com',
        'https://*.auth.us-east-1.amazoncognito.com',
      ],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    });
  });

  it('names the configured issuer instead of Cognito', async () => {
    const auth = { issuer: 'https://id.example.com/realm', clientId: 'page', audiences: ['page'] };
    const own = await synthesize({ ...shippedConfig, auth });
    expect(contentSecurityPolicy(own.site)['connect-src']).toEqual([
      "'self'",
      api,
      ...s3,
      'https://id.example.com',
    ]);
  });

  it('is widened by what the configuration names, directive by directive', async () => {
    const added = { 'font-src': ["'self'"], 'style-src': ["'self'", 'https://fonts.example'] };
    const own = await synthesize({
      ...shippedConfig,
      site: defineSite({ contentSecurityPolicy: added }),
    });
    const { 'font-src': fonts, 'style-src': styles, ...others } = contentSecurityPolicy(own.site);
    expect(fonts).toEqual(["'self'"]);
    expect(styles).toEqual(["'self'", 'https://fonts.example']);
    const { 'style-src': _, ...strict } = contentSecurityPolicy(site);
    expect(others).toEqual(strict);
  });
});

describe('the page', () => {
  it('arrives assets first, kept for good; then documents, never kept unasked', () => {
    const deployments = site.findResources('Custom::CDKBucketDeployment');
    const [assets, documents] = Object.entries(deployments);
    expect(assets?.[1].Properties).toMatchObject({
      DestinationBucketKeyPrefix: 'assets',
      SystemMetadata: { 'cache-control': 'public,max-age=31536000,immutable' },
      Prune: false,
    });
    expect(documents?.[1].Properties).toMatchObject({
      SystemMetadata: { 'cache-control': 'no-cache' },
      Prune: false,
    });
    expect(documents?.[1].DependsOn).toContain(assets?.[0]);
  });

  it('has an address and a bucket that other stacks can ask for by name', () => {
    expect(Object.keys(site.findOutputs('*'))).toEqual(['SiteUrl', 'StaticBucketName']);
  });
});
