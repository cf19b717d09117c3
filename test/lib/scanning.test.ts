import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import type { ScannerInput } from '../../lambdas/config/scanner-config.ts';
import { only, synthesize } from './synthesize.ts';

const collection = { types: ['text/plain'], maxBytes: 1000 };
const stackWith = async (scanner: ScannerInput, demanding = 1): Promise<Template> => {
  const names = Array.from({ length: demanding }, (_, index) => `notes-${index}`);
  const collections = Object.fromEntries(
    names.map((name) => [name, { ...collection, scan: true }]),
  );
  const config = defineConfig({ collections: { ...collections, free: collection }, scanner });
  return (await synthesize(config)).media;
};
const arnOf = (id: RegExp) => ({ 'Fn::GetAtt': [expect.stringMatching(id), 'Arn'] });
const functionsOf = (media: Template) =>
  Object.keys(media.findResources('AWS::Lambda::Function')).join(' ');

describe('without a demand for scans', () => {
  it('a named scanner adds nothing', async () => {
    const config = defineConfig({ collections: { free: collection } });
    const [plain, named] = await Promise.all([
      synthesize(config),
      synthesize({ ...config, scanner: { engine: 'guardduty' } }),
    ]);
    expect(named.media.toJSON()).toEqual(plain.media.toJSON());
    expect(functionsOf(plain.media)).not.toMatch(/Scan/);
  });
});

describe('with GuardDuty', () => {
  let media: Template;
  beforeAll(async () => {
    media = await stackWith({ engine: 'guardduty' });
  });

  it('a plan scans and tags what arrives in the collections that demand it, and nothing else', () => {
    expect(only(media, 'AWS::GuardDuty::MalwareProtectionPlan')).toMatchObject({
      Role: arnOf(/^MalwareProtectionRole/),
      Actions: { Tagging: { Status: 'ENABLED' } },
      ProtectedResource: {
        S3Bucket: {
          BucketName: { Ref: expect.stringMatching(/^MediaBucket/) },
          ObjectPrefixes: ['media/notes-0/'],
        },
      },
    });
  });

  it('a plan of more than five collections is about the whole of media/', async () => {
    const plan = only(
      await stackWith({ engine: 'guardduty' }, 6),
      'AWS::GuardDuty::MalwareProtectionPlan',
    );
    expect(plan.ProtectedResource.S3Bucket.ObjectPrefixes).toEqual(['media/']);
  });

  it('the bucket notifies EventBridge as well as the queue', () => {
    const bucket = only(media, 'AWS::S3::Bucket', 'MediaBucket');
    expect(bucket.NotificationConfiguration).toMatchObject({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*' }],
    });
  });

  it('a rule queues the results about this bucket, and what it cannot queue is a dead letter', () => {
    expect(only(media, 'AWS::Events::Rule', 'MalwareProtectionResults')).toMatchObject({
      EventPattern: {
        source: ['aws.guardduty'],
        'detail-type': ['GuardDuty Malware Protection Object Scan Result'],
        detail: {
          s3ObjectDetails: { bucketName: [{ Ref: expect.stringMatching(/^MediaBucket/) }] },
        },
      },
      Targets: [
        {
          Arn: arnOf(/^ScanResultsQueue/),
          DeadLetterConfig: { Arn: arnOf(/^ScanResultsDeadLetters/) },
        },
      ],
    });
  });

  it('the queue feeds receive-scan-result, five times, and then an alarm fires', () => {
    expect(only(media, 'AWS::Lambda::EventSourceMapping', 'ScanResultsFeed')).toMatchObject({
      EventSourceArn: arnOf(/^ScanResultsQueue/),
      FunctionName: { Ref: expect.stringMatching(/^ReceiveScanResult/) },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(only(media, 'AWS::SQS::Queue', 'ScanResultsQueue')).toMatchObject({
      RedrivePolicy: { maxReceiveCount: 5 },
      VisibilityTimeout: 180,
    });
    only(media, 'AWS::CloudWatch::Alarm', 'ScanResultsDeadLetterAlarm');
    only(media, 'AWS::CloudWatch::Alarm', 'ScanResultsBacklogAlarm');
  });

  it('only GuardDuty may mark a file as clean by a tag', () => {
    const { PolicyDocument } = only(media, 'AWS::S3::BucketPolicy', 'MediaBucket');
    expect(PolicyDocument.Statement).toContainEqual({
      Effect: 'Deny',
      Principal: '*',
      Action: [
        's3:DeleteObjectTagging',
        's3:DeleteObjectVersionTagging',
        's3:PutObjectTagging',
        's3:PutObjectVersionTagging',
      ],
      Resource: expect.anything(),
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': arnOf(/^MalwareProtectionRole/) } },
    });
  });

  it('with GuardDuty only the functions about results exist, and the reaper may read the tag', () => {
    expect(functionsOf(media)).toMatch(/ReceiveScanResult/);
    expect(functionsOf(media)).not.toMatch(/ScanUpload/);
    const role = JSON.stringify(only(media, 'AWS::IAM::Role', 'ReapUploads'));
    expect(role).toContain('s3:GetObjectVersionTagging');
  });
});

describe('with a clamd', () => {
  const vpc = {
    subnetIds: ['subnet-0123456789abcdef0'],
    securityGroupIds: ['sg-0123456789abcdef0'],
  };
  let media: Template;
  beforeAll(async () => {
    media = await stackWith({ engine: 'clamd', host: '10.0.0.7', vpc });
  });
  it('relay-changes queues files that wait for a scan, and scan-upload gets them one at a time', () => {
    expect(only(media, 'AWS::Lambda::EventSourceMapping', 'ScansFeed')).toMatchObject({
      EventSourceArn: arnOf(/^ScansQueue/),
      FunctionName: { Ref: expect.stringMatching(/^ScanUpload/) },
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    const relay = only(media, 'AWS::Lambda::EventSourceMapping', 'ChangesFeed');
    expect(JSON.parse(relay.FilterCriteria.Filters.at(-1).Pattern)).toEqual({
      eventName: ['MODIFY'],
      dynamodb: {
        NewImage: { status: { S: ['pending'] }, scan: { M: { state: { S: ['running'] } } } },
      },
    });
    expect(only(media, 'AWS::SQS::Queue', 'ScansQueue').RedrivePolicy).toMatchObject({
      deadLetterTargetArn: arnOf(/^ScansDeadLetters/),
    });
    only(media, 'AWS::CloudWatch::Alarm', 'ScansDeadLetterAlarm');
  });

  it('scan-upload runs in the VPC it was given, for up to five minutes', () => {
    expect(only(media, 'AWS::Lambda::Function', 'ScanUpload')).toMatchObject({
      Timeout: 300,
      VpcConfig: { SubnetIds: vpc.subnetIds, SecurityGroupIds: vpc.securityGroupIds },
    });
    const role = JSON.stringify(only(media, 'AWS::IAM::Role', 'ScanUpload'));
    expect(role).toContain('ec2:CreateNetworkInterface');
  });

  it('a scanning function without a VPC may not create network interfaces', async () => {
    const open = await stackWith({ engine: 'clamd', host: 'clamd.example.com' });
    const role = JSON.stringify(only(open, 'AWS::IAM::Role', 'ScanUpload'));
    expect(role).not.toContain('ec2:');
    expect(only(open, 'AWS::Lambda::Function', 'ScanUpload').VpcConfig).toBeUndefined();
  });

  it('nothing of GuardDuty exists, and S3 notifies the queue alone', () => {
    media.resourceCountIs('AWS::GuardDuty::MalwareProtectionPlan', 0);
    expect(functionsOf(media)).not.toMatch(/ReceiveScanResult/);
    const bucket = only(media, 'AWS::S3::Bucket', 'MediaBucket');
    expect(Object.keys(bucket.NotificationConfiguration)).toEqual(['QueueConfigurations']);
  });
});
