// The queue between S3 and the function that validates uploads, and where its failed messages go.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { only, synthesize } from './synthesize.ts';

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize());
});

const properties = (type: string) =>
  Object.values(media.findResources(type)).map((resource) => resource.Properties);

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
