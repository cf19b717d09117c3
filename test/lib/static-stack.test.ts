import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineAuth } from '../../lambdas/config/auth-config.ts';
import { defineSite } from '../../lambdas/config/site-config.ts';
import { only, synthesize } from './synthesize.ts';

let site: Template;
beforeAll(async () => {
  ({ site } = await synthesize());
});

describe('the static bucket', () => {
  it('the static bucket is private and encrypted, and is deleted with its stack, because a deployment restores it', () => {
    site.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Delete',
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

  it('the static bucket keeps every release record, and replaced files for 30 days', () => {
    expect(only(site, 'AWS::S3::Bucket')).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'ReplacedFiles',
            Prefix: 'site/',
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            ExpiredObjectDeleteMarker: true,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    });
  });

  it('speaks TLS 1.2 only, and only to this distribution and the function that empties it at the end', () => {
    const { Statement } = only(site, 'AWS::S3::BucketPolicy').PolicyDocument;
    expect(Statement).toMatchObject([
      { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
      {
        Effect: 'Allow',
        Action: ['s3:DeleteObject*', 's3:GetBucket*', 's3:List*', 's3:PutBucketPolicy'],
        Principal: {
          AWS: { 'Fn::GetAtt': [expect.stringMatching(/^CustomS3AutoDeleteObjects/), 'Arn'] },
        },
      },
      {
        Effect: 'Allow',
        // With the right to list, S3 answers the CDN that a file is missing instead of refusing it.
        Action: ['s3:GetObject', 's3:ListBucket'],
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
      Origins: [{ OriginAccessControlId: expect.anything(), OriginPath: '/site' }],
      HttpVersion: 'http2and3',
      PriceClass: 'PriceClass_All',
      CustomErrorResponses: [
        {
          ErrorCode: 404,
          ErrorCachingMinTTL: 10,
          ResponseCode: 404,
          ResponsePagePath: '/404.html',
        },
      ],
    });
    expect(DistributionConfig).not.toHaveProperty('Aliases');
    expect(DistributionConfig).not.toHaveProperty('Logging');
    expect(DistributionConfig.DefaultCacheBehavior.FunctionAssociations).toHaveLength(1);
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
      'frame-src': s3,
      'manifest-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      'frame-ancestors': ["'none'"],
    });
  });

  it('names the configured issuer instead of Cognito', async () => {
    const auth = defineAuth({ issuer: 'https://id.example.com/realm', clientId: 'page' });
    const own = await synthesize({ ...shippedConfig, auth });
    expect(contentSecurityPolicy(own.site)['connect-src']).toEqual([
      "'self'",
      api,
      ...s3,
      'https://id.example.com',
    ]);
  });

  it('the Content-Security-Policy has the sources that the configuration names, directive by directive', async () => {
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

describe('a release', () => {
  it('a release arrives record first, then assets, cached for good; then documents, never cached unasked', () => {
    const deployments = Object.entries(site.findResources('Custom::CDKBucketDeployment'));
    const [record, assets, documents] = deployments;
    expect(deployments).toHaveLength(3);
    expect(record?.[1].Properties).not.toHaveProperty('DestinationBucketKeyPrefix');
    expect(assets?.[1].Properties).toMatchObject({
      DestinationBucketKeyPrefix: 'site',
      SystemMetadata: { 'cache-control': 'public,max-age=31536000,immutable' },
    });
    expect(documents?.[1].Properties).toMatchObject({
      DestinationBucketKeyPrefix: 'site',
      SystemMetadata: { 'cache-control': 'no-cache' },
    });
    expect(assets?.[1].DependsOn).toContain(record?.[0]);
    expect(documents?.[1].DependsOn).toContain(assets?.[0]);
    for (const [, { Properties }] of deployments) {
      expect(Properties).toMatchObject({ Prune: false, RetainOnDelete: true });
    }
  });

  it('releases are pruned once a day, by a function that may reach assets and records only', () => {
    const [pruner] = Object.entries(site.findResources('AWS::Lambda::Function')).filter(([name]) =>
      name.startsWith('PruningPruneReleases'),
    );
    site.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 day)',
      Targets: [{ Arn: { 'Fn::GetAtt': [pruner?.[0], 'Arn'] } }],
    });
    expect(pruner?.[1].Properties.Environment.Variables).toEqual({
      STATIC_BUCKET: { Ref: expect.stringMatching(/^StaticBucket/) },
    });
    const { Policies } = only(site, 'AWS::IAM::Role', 'PruningPruneReleases');
    const bucket = { 'Fn::GetAtt': [expect.stringMatching(/^StaticBucket/), 'Arn'] };
    const within = (path: string) => ({ 'Fn::Join': ['', [bucket, path]] });
    expect(Policies[0].PolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 's3:ListBucketVersions',
        Resource: bucket,
        Condition: { StringLike: { 's3:prefix': ['release.json', 'site/*'] } },
      },
      {
        Effect: 'Allow',
        Action: ['s3:DeleteObjectVersion', 's3:GetObjectVersion'],
        Resource: within('/release.json'),
      },
      {
        Effect: 'Allow',
        Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
        Resource: within('/site/*'),
      },
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: expect.anything(),
      },
    ]);
  });

  it('a release has an address and a bucket that other stacks can import by name', () => {
    expect(Object.keys(site.findOutputs('*'))).toEqual([
      'SiteUrl',
      'DistributionDomainName',
      'StaticBucketName',
    ]);
  });
});
