// Feeds a function with changes of the table, with a dead-letter queue and alarms.
import { Duration, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { FileTable } from './file-table.ts';

type Change = Readonly<Record<string, unknown>>;

/** The properties of one feed. */
export interface TableFeedProps {
  readonly table: FileTable;
  readonly alarmDescription: string;
  /** Which changes concern the function, as FilterRules under the record's own names, one of which has to match. */
  readonly changes: Change | readonly Change[];
  readonly batchSize: number;
  /** How often a failed change is tried again, at most until the stream forgets it after a day. */
  readonly retryAttempts: number | 'until expired';
}

/** A filtered reader of the table's stream, with its dead-letter queue and the alarms on both. */
export class TableFeed extends Construct {
  readonly deadLetterUrl: string;
  /** Permissions of the function for reading the stream. */
  readonly readRights: readonly PolicyStatement[];
  readonly #props: TableFeedProps;
  readonly #deadLetters: Queue;
  readonly #streamArn: string;

  constructor(scope: Construct, id: string, props: TableFeedProps) {
    super(scope, id);
    this.#props = props;
    this.#streamArn = props.table.tableStreamArn ?? '';
    this.#deadLetters = new DeadLetterQueue(this, 'DeadLetters', props);
    Validations.of(this.#deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is itself the dead-letter queue of a stream; the rule recognises only those of queues and functions.',
    });
    this.deadLetterUrl = this.#deadLetters.queueUrl;
    this.readRights = [
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [this.#streamArn],
      }),
      new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [this.#deadLetters.queueArn],
      }),
    ];
  }

  /** Feeds the function with the changes that concern it. */
  feed(target: LambdaFunction): void {
    const { changes, batchSize, retryAttempts } = this.#props;
    new EventSourceMapping(this, 'Feed', {
      target,
      eventSourceArn: this.#streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      filters: [changes].flat().map((change) => FilterCriteria.filter({ ...change })),
      // By default Lambda retries until the record is a day old, and holds up the whole shard for that time.
      ...(retryAttempts !== 'until expired' && { retryAttempts }),
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The CDK's own destination would grant the role more than its table of rights says.
      onFailure: { bind: () => ({ destination: this.#deadLetters.queueArn }) },
    });
    // The stream keeps changes for a day; an alarm after half an hour leaves time to act.
    new Alarm(this, 'LagAlarm', {
      alarmDescription: `A change in the table waited longer than 30 minutes for ${target.node.scope?.node.id}. See the runbook, StreamLagAlarm.`,
      metric: target.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) }),
      threshold: Duration.minutes(30).toMilliseconds(),
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    Validations.of(target.role ?? target).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Lambda requires dynamodb:ListStreams of functions that it feeds from a stream, and that action does not support resources (service authorization reference, DynamoDB).',
    });
  }
}
