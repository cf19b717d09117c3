import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { only, synthesize } from './synthesize.ts';

let media: Template;
beforeAll(async () => {
  ({ media } = await synthesize());
});

const feed = () => only(media, 'AWS::Lambda::EventSourceMapping', 'DeletionsFeed');
const deadLetters = { 'Fn::GetAtt': [expect.stringMatching(/^DeletionsDeadLetters/), 'Arn'] };

describe('the deletion stream', () => {
  it('leads from the table to purge-file, and misses nothing that is older than itself', () => {
    expect(feed()).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^Files/), 'StreamArn'] },
      FunctionName: { Ref: expect.stringMatching(/^PurgeFile/) },
      StartingPosition: 'TRIM_HORIZON',
    });
  });

  it('carries both images: the tombstone and, for parts to abort, what it lies on', () => {
    expect(only(media, 'AWS::DynamoDB::GlobalTable').StreamSpecification).toEqual({
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    });
  });

  it('wakes the function for files that were deleted or refused and for versions that are no longer kept alone', () => {
    const filters: { Pattern: string }[] = feed().FilterCriteria.Filters;
    const Keys = { sk: { S: [{ prefix: 'VERSION#' }] } };
    expect(filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      {
        eventName: ['MODIFY'],
        dynamodb: { NewImage: { status: { S: ['deleted', 'rejected'] } } },
      },
      { eventName: ['REMOVE'], dynamodb: { Keys } },
      {
        dynamodb: {
          Keys,
          NewImage: { keptUntil: { S: [{ exists: false }] }, number: { N: [{ exists: true }] } },
        },
      },
    ]);
  });

  it('tries ten times more, halving the batch and resuming at the record that failed', () => {
    expect(feed()).toMatchObject({
      BatchSize: 10,
      MaximumRetryAttempts: 10,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('hands what cannot be purged to a dead-letter queue that keeps it for 14 days', () => {
    expect(feed().DestinationConfig).toEqual({ OnFailure: { Destination: deadLetters } });
    expect(only(media, 'AWS::SQS::Queue', 'DeletionsDeadLetters')).toEqual({
      MessageRetentionPeriod: 14 * 86_400,
      SqsManagedSseEnabled: true,
    });
  });

  it('requires TLS for that queue', () => {
    const { PolicyDocument } = only(media, 'AWS::SQS::QueuePolicy', 'DeletionsDeadLetters');
    expect(PolicyDocument.Statement).toEqual([
      {
        Effect: 'Deny',
        Action: 'sqs:*',
        Principal: { AWS: '*' },
        Resource: deadLetters,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  it('raises an alarm for the first dead letter', () => {
    expect(only(media, 'AWS::CloudWatch::Alarm', 'DeletionsDeadLetterAlarm')).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [
        {
          Name: 'QueueName',
          Value: { 'Fn::GetAtt': [expect.stringMatching(/^DeletionsDeadLetters/), 'QueueName'] },
        },
      ],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });
});
