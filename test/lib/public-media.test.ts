import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { only, synthesize } from './synthesize.ts';

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize());
});

const cdn = () => only(media, 'AWS::CloudFront::Distribution').DistributionConfig;

describe('the public bucket', () => {
  it('the public bucket is private, keeps no versions and outlives its stack', () => {
    const { VersioningConfiguration, PublicAccessBlockConfiguration } = only(
      media,
      'AWS::S3::Bucket',
      'PublicBucket',
    );
    expect(VersioningConfiguration).toBeUndefined();
    expect(Object.values(PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    for (const bucket of Object.values(media.findResources('AWS::S3::Bucket'))) {
      expect(bucket.DeletionPolicy).toBe('RetainExceptOnCreate');
    }
  });

  it('only the media CDN reads the public bucket, and it may not list it', () => {
    const { Statement } = only(media, 'AWS::S3::BucketPolicy', 'PublicBucket').PolicyDocument;
    const allowed = Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      {
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      },
    ]);
  });
});

describe('the media CDN', () => {
  it('the media CDN is a distribution of its own, so that no upload shares an origin with the page', () => {
    expect(cdn().DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ['GET', 'HEAD'],
      ViewerProtocolPolicy: 'redirect-to-https',
    });
    expect(cdn().DefaultRootObject).toBeUndefined();
  });

  it('forgets an error at once: what was asked for too early must not stay away', () => {
    expect(cdn().CustomErrorResponses).toEqual([
      { ErrorCode: 403, ErrorCachingMinTTL: 0 },
      { ErrorCode: 404, ErrorCachingMinTTL: 0 },
    ]);
  });

  it('serves what was uploaded in a sandbox, its type taken at its word', () => {
    const { SecurityHeadersConfig } = only(
      media,
      'AWS::CloudFront::ResponseHeadersPolicy',
    ).ResponseHeadersPolicyConfig;
    expect(SecurityHeadersConfig).toMatchObject({
      ContentSecurityPolicy: {
        ContentSecurityPolicy: expect.stringMatching(/^default-src 'none'.*; sandbox$/),
        Override: true,
      },
      ContentTypeOptions: { Override: true },
    });
  });
});

describe('the publication stream', () => {
  const feed = () => only(media, 'AWS::Lambda::EventSourceMapping', 'PublicationsFeed');

  it('invokes publish-file for files to publish or to withdraw, and for nothing else', () => {
    expect(feed().FunctionName).toEqual({ Ref: expect.stringMatching(/^PublishFile/) });
    const filters: { Pattern: string }[] = feed().FilterCriteria.Filters;
    const images = filters.map(({ Pattern }) => JSON.parse(Pattern).dynamodb.NewImage);
    expect(images).toEqual([
      {
        status: { S: ['ready'] },
        visibility: { S: ['public'] },
        publishedAt: { S: [{ exists: false }] },
      },
      {
        status: { S: ['ready'] },
        visibility: { S: ['private'] },
        publicToken: { S: [{ exists: true }] },
      },
      { status: { S: ['deleted'] }, publicToken: { S: [{ exists: true }] } },
    ]);
  });

  it('a failed publication is retried, halved and at last sent to a dead-letter queue with an alarm', () => {
    expect(feed()).toMatchObject({
      MaximumRetryAttempts: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::GetAtt': [expect.stringMatching(/^PublicationsDeadLetters/), 'Arn'] },
        },
      },
    });
    only(media, 'AWS::CloudWatch::Alarm', 'PublicationsDeadLetterAlarm');
  });

  it('the table’s stream has two readers, which is as many as DynamoDB serves well', () => {
    const readers = Object.values(media.findResources('AWS::Lambda::EventSourceMapping')).filter(
      ({ Properties }) => Properties.StartingPosition,
    );
    expect(readers).toHaveLength(2);
  });
});
