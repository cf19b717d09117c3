// The table's stream tells purge-file of every file that was deleted or refused; what it cannot purge waits beside it, under an alarm.
import { Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { FileTable } from './file-table.ts';

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
    this.#deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      alarmDescription:
        'A deleted or refused file could not be purged. See the runbook, DeletionsDeadLetterAlarm.',
    });
    Validations.of(this.#deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'It is a dead-letter queue itself, that of a stream; the rule looks for those of queues and functions only.',
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
  }

  /** Feeds the function with files that were deleted or refused; nothing else that changes in the table invokes it. */
  feed(target: LambdaFunction): void {
    new EventSourceMapping(this, 'Feed', {
      target,
      eventSourceArn: this.#table.tableStreamArn ?? '',
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('MODIFY'),
          dynamodb: { NewImage: { status: { S: FilterRule.or('deleted', 'rejected') } } },
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
        'Lambda wants dynamodb:ListStreams of what it feeds from a stream, and that action knows no resource but all (service authorization reference, DynamoDB).',
    });
  }
}
