// What the media stack consists of, as its template says it.
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import {
  type FunctionName,
  functionEnvironment,
  functionNames,
  scanFunctions,
} from '../../lambdas/functions.ts';
import { indexes } from '../../lambdas/table.ts';
import { only, siteOrigin, synthesize } from './synthesize.ts';

const ownOrigin = 'https://app.example.com';

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize({ ...shippedConfig, origins: [ownOrigin], logRetentionDays: 90 }));
});

type Properties = ReturnType<typeof only>;

const properties = (type: string) =>
  Object.values(media.findResources(type)).map((resource) => resource.Properties);

describe('the media bucket', () => {
  it('the media bucket is private, versioned and encrypted', () => {
    expect(only(media, 'AWS::S3::Bucket', 'MediaBucket')).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
    });
  });

  it('refuses everything but TLS 1.2, and its policy allows no caller', () => {
    const { Statement } = only(media, 'AWS::S3::BucketPolicy', 'MediaBucket').PolicyDocument;
    expect(Statement).toMatchObject([
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Effect: 'Deny', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
    ]);
  });

  it('opens CORS to exact origins only', () => {
    const { CorsRules } = only(media, 'AWS::S3::Bucket', 'MediaBucket').CorsConfiguration;
    expect(CorsRules).toMatchObject([
      {
        AllowedOrigins: [siteOrigin, ownOrigin],
        AllowedMethods: ['GET', 'HEAD', 'POST', 'PUT'],
        ExposedHeaders: expect.arrayContaining(['ETag', 'x-amz-version-id', 'Content-Range']),
      },
    ]);
  });

  it('aborts abandoned uploads and never expires a version: the pinned one may be noncurrent', () => {
    const { Rules } = only(media, 'AWS::S3::Bucket', 'MediaBucket').LifecycleConfiguration;
    expect(Rules).toEqual([
      {
        Id: 'AbandonedUploads',
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        ExpiredObjectDeleteMarker: true,
      },
    ]);
    expect(JSON.stringify(media.toJSON())).not.toContain('Noncurrent');
  });

  it('notifies the queue of every new object below media/, without a custom resource', () => {
    const { NotificationConfiguration } = only(media, 'AWS::S3::Bucket', 'MediaBucket');
    expect(NotificationConfiguration).toEqual({
      QueueConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Queue: { 'Fn::GetAtt': [expect.stringMatching(/^UploadsQueue/), 'Arn'] },
          Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'media/' }] } },
        },
      ],
    });
    media.resourceCountIs('Custom::S3BucketNotifications', 0);
  });
});

describe('the table', () => {
  it('the table has the keys, indexes and time to live that the functions use', () => {
    const table = only(media, 'AWS::DynamoDB::GlobalTable');
    expect(table.KeySchema.map((key: { AttributeName: string }) => key.AttributeName)).toEqual([
      'pk',
      'sk',
    ]);
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'removeAt', Enabled: true });
    expect(table.GlobalSecondaryIndexes).toEqual(
      Object.values(indexes).map(({ name, partition, sort }) => ({
        IndexName: name,
        KeySchema: [
          { AttributeName: partition, KeyType: 'HASH' },
          { AttributeName: sort, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      })),
    );
  });

  it('the table has point-in-time recovery and deletion protection', () => {
    expect(only(media, 'AWS::DynamoDB::GlobalTable')).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
    });
  });
});

describe('everything that holds state', () => {
  it.each([
    'AWS::S3::Bucket',
    'AWS::DynamoDB::GlobalTable',
    'AWS::Cognito::UserPool',
    'AWS::SQS::Queue',
    'AWS::Logs::LogGroup',
  ])('outlives the stack: %s', (type) => {
    media.allResources(type, {
      DeletionPolicy: Match.stringLikeRegexp('^Retain(ExceptOnCreate)?$'),
      UpdateReplacePolicy: 'Retain',
    });
  });
});

describe('the functions', () => {
  const functions = (): Record<string, Properties> =>
    Object.fromEntries(
      properties('AWS::Lambda::Function')
        .filter(({ Description }) => Description?.startsWith('Airlock: '))
        .map((found) => [found.Description.slice('Airlock: '.length), found]),
    );

  const timeoutSeconds: Record<string, number> = {
    'complete-upload': 29,
    'delete-owner': 29,
    'receive-upload': 60,
    'make-variants': 300,
    'record-variants': 30,
    'publish-file': 900,
    'purge-file': 60,
    'reap-uploads': 900,
    reconcile: 900,
  };

  it('run on Node 24 on arm64, answer people within 10 seconds, or 29 where they judge, and log JSON to a group of their own', () => {
    const scanning: readonly FunctionName[] = Object.values(scanFunctions);
    const unscanned = functionNames.filter((name) => !scanning.includes(name));
    expect(Object.keys(functions())).toEqual(unscanned);
    for (const [name, found] of Object.entries(functions())) {
      expect(found, name).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: timeoutSeconds[name] ?? 10,
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.stringMatching(/Logs/) } },
      });
    }
    media.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  it('functions have only the variables that they read, and add no checksum where they sign for S3', () => {
    for (const [name, { Environment }] of Object.entries(functions())) {
      const read: readonly string[] = functionEnvironment[name as FunctionName];
      const checksums = ['AWS_REQUEST_CHECKSUM_CALCULATION', 'AWS_RESPONSE_CHECKSUM_VALIDATION'];
      expect(Object.keys(Environment?.Variables ?? {}), name).toEqual([
        ...read,
        ...(read.includes('MEDIA_BUCKET') ? checksums : []),
      ]);
    }
  });

  it('know the stack’s own UUID as the key of cursors', () => {
    const listFiles = functions()['list-files'];
    expect(listFiles?.Environment.Variables.CURSOR_KEY).toEqual({
      'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }],
    });
  });
});

describe('the page’s configuration', () => {
  it('the configuration of the page is deployed beside it and never cached without revalidation', () => {
    expect(only(media, 'Custom::CDKBucketDeployment')).toMatchObject({
      DestinationBucketName: {
        'Fn::GetStackOutput': { StackName: 'Airlock-Static', OutputName: 'StaticBucketName' },
      },
      SystemMetadata: { 'cache-control': 'no-cache' },
      Prune: false,
    });
  });
});

describe('the stack', () => {
  it('outputs where everything is', () => {
    expect(Object.keys(media.findOutputs('*')).sort()).toEqual([
      'AlarmTopicArn',
      'ApiUrl',
      'ChangeDeadLetterQueueUrl',
      'ClientId',
      'DeleteOwnerFunctionName',
      'DeletionDeadLetterQueueUrl',
      'GetUsageFunctionName',
      'IssueDownloadFunctionName',
      'IssueUploadFunctionName',
      'Issuer',
      'ListFilesFunctionName',
      'MediaBucketName',
      'MediaUrl',
      'PublicBucketName',
      'PublicationDeadLetterQueueUrl',
      'ReconcileFunctionName',
      'TableName',
      'UploadDeadLetterQueueUrl',
      'UploadQueueUrl',
      'UserPoolId',
      'VariantDeadLetterQueueUrl',
      'VariantResultDeadLetterQueueUrl',
    ]);
  });
});
