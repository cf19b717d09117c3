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
import { only, synthesize } from './synthesize.ts';

const siteOrigin = {
  'Fn::GetStackOutput': { StackName: 'Airlock-Static', OutputName: 'SiteUrl' },
};
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

describe('the upload queue', () => {
  const queue = (id: string) => only(media, 'AWS::SQS::Queue', id);

  it('the upload queue hides a message for at least six times the function’s timeout', () => {
    const { Timeout } = only(media, 'AWS::Lambda::Function', 'ReceiveUpload');
    expect(queue('UploadsQueue').VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
  });

  it('hands a message that failed five times to a dead-letter queue that keeps it longer', () => {
    expect(queue('UploadsQueue').MessageRetentionPeriod).toBe(4 * 86_400);
    expect(queue('UploadsQueue').RedrivePolicy.maxReceiveCount).toBe(5);
    expect(queue('UploadsDeadLetters').MessageRetentionPeriod).toBe(14 * 86_400);
  });

  it('the upload queue and every dead-letter queue are encrypted and require TLS', () => {
    media.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    const policies = properties('AWS::SQS::QueuePolicy');
    expect(policies).toHaveLength(properties('AWS::SQS::Queue').length);
    for (const { PolicyDocument } of policies) {
      expect(PolicyDocument.Statement[0]).toMatchObject({
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    }
  });

  it('accepts messages from this account’s media bucket only', () => {
    const allowed = properties('AWS::SQS::QueuePolicy')
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      {
        Action: 'sqs:SendMessage',
        Principal: { Service: 's3.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: {
            'aws:SourceArn': {
              'Fn::Join': [
                '',
                ['arn:', { Ref: 'AWS::Partition' }, ':s3:::airlock-media-mediabucket*'],
              ],
            },
          },
        },
      },
    ]);
  });

  it('the function reads the upload queue in batches that report each failed message', () => {
    expect(only(media, 'AWS::Lambda::EventSourceMapping', 'UploadsFeed')).toMatchObject({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 20 },
    });
  });

  it('raises an alarm for a dead letter and for a backlog', () => {
    const alarm = (id: string) => only(media, 'AWS::CloudWatch::Alarm', id);
    const about = (id: string) => [
      { Name: 'QueueName', Value: { 'Fn::GetAtt': [expect.stringMatching(id), 'QueueName'] } },
    ];
    expect(alarm('UploadsDeadLetterAlarm')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      Dimensions: about('^UploadsDeadLetters'),
    });
    expect(alarm('UploadsBacklogAlarm')).toMatchObject({
      MetricName: 'ApproximateAgeOfOldestMessage',
      Threshold: 900,
      Dimensions: about('^UploadsQueue'),
    });
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
