// The table's stream tells purge-file of every tombstone; what it cannot purge waits beside it, under an alarm.
import { Duration, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FileTable } from './file-table.ts';
import { queueDefaults } from './upload-queue.ts';

/** The way from a tombstone in the table to purge-file. */
export class DeletionStream extends Construct {
  readonly deadLetterUrl: string;
  /** What purge-file needs to be fed. */
  readonly readRights: readonly PolicyStatement[];
  readonly #table: FileTable;
  readonly #deadLetters: Queue;

  constructor(scope: Construct, id: string, table: FileTable) {
    super(scope, id);
    this.#table = table;
    this.#deadLetters = new Queue(this, 'DeadLetters', {
      ...queueDefaults,
      retentionPeriod: Duration.days(14),
    });
    this.deadLetterUrl = this.#deadLetters.queueUrl;
    const streamArn = table.tableStreamArn ?? '';
    this.readRights = [
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [streamArn],
      }),
      new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [this.#deadLetters.queueArn],
      }),
    ];
    new Alarm(this, 'DeadLetterAlarm', {
      alarmDescription:
        'A deleted file could not be purged from S3. See the runbook, DeletionsDeadLetterAlarm.',
      metric: this.#deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Feeds the function with tombstones alone; nothing else that changes in the table invokes it. */
  feed(target: LambdaFunction): void {
    new EventSourceMapping(this, 'Feed', {
      target,
      eventSourceArn: this.#table.tableStreamArn ?? '',
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('MODIFY'),
          dynamodb: { NewImage: { status: { S: FilterRule.isEqual('deleted') } } },
        }),
      ],
      // Lambda's default is to try until the record is a day old, and to hold up the whole shard as long.
      retryAttempts: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The CDK's own destination would grant the role more than its table of rights says.
      onFailure: { bind: () => ({ destination: this.#deadLetters.queueArn }) },
    });
    Validations.of(target.role ?? target).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'dynamodb:ListStreams, which Lambda needs to follow a stream, knows no resource but all.',
    });
  }
}
