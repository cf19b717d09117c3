import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { images } from '../../lambdas/config/presets.ts';
import { everyOption } from './configs.ts';
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

describe('publications', () => {
  const feed = () => only(media, 'AWS::Lambda::EventSourceMapping', 'ChangesFeed');

  const filtersOf = (template: Template): unknown[] => {
    const { FilterCriteria } = only(template, 'AWS::Lambda::EventSourceMapping', 'ChangesFeed');
    const filters: { Pattern: string }[] = FilterCriteria.Filters;
    return filters.map(({ Pattern }) => JSON.parse(Pattern).dynamodb.NewImage);
  };

  it('relay-changes queues a publication of every ready file where variants are made, which may have to be published', () => {
    expect(filtersOf(media)).toEqual([
      { status: { S: ['ready'] } },
      { status: { S: ['deleted'] }, publicToken: { S: [{ exists: true }] } },
    ]);
  });

  it('relay-changes queues publications of files to publish or to withdraw, and of no other', async () => {
    expect(feed().FunctionName).toEqual({ Ref: expect.stringMatching(/^RelayChanges/) });
    const plain = await synthesize(defineConfig({ collections: { photos: images() } }));
    expect(filtersOf(plain.media)).toEqual([
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

  it('wait in a queue for publish-file, one file for each run, and at last under an alarm', () => {
    expect(only(media, 'AWS::Lambda::EventSourceMapping', 'PublicationsFeed')).toMatchObject({
      FunctionName: { Ref: expect.stringMatching(/^PublishFile/) },
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^PublicationsQueue/), 'Arn'] },
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(only(media, 'AWS::SQS::Queue', 'PublicationsQueue')).toMatchObject({
      RedrivePolicy: {
        deadLetterTargetArn: {
          'Fn::GetAtt': [expect.stringMatching(/^PublicationsDeadLetters/), 'Arn'],
        },
        maxReceiveCount: 5,
      },
    });
    only(media, 'AWS::CloudWatch::Alarm', 'PublicationsDeadLetterAlarm');
    only(media, 'AWS::CloudWatch::Alarm', 'PublicationsBacklogAlarm');
  });

  it('a change that cannot be relayed is tried until the stream forgets it, and is then under an alarm', () => {
    expect(feed()).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::GetAtt': [expect.stringMatching(/^ChangesDeadLetters/), 'Arn'] },
        },
      },
    });
    expect(feed()).not.toHaveProperty('MaximumRetryAttempts');
    only(media, 'AWS::CloudWatch::Alarm', 'ChangesDeadLetterAlarm');
  });

  it.each([
    ['shipped', undefined],
    ['with every option', everyOption],
  ])(
    '%s, the table’s stream has two readers, which is as many as DynamoDB serves well',
    async (_name, config) => {
      const { media: template } = await synthesize(config);
      const readers = Object.values(
        template.findResources('AWS::Lambda::EventSourceMapping'),
      ).filter(({ Properties }) => Properties.StartingPosition);
      expect(readers).toHaveLength(2);
    },
  );
});
