// A queue that feeds a function, with a dead-letter queue and alarms on both.
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Operations } from '../lambdas/config/operations-config.ts';
import { DeadLetterQueue, queueDefaults } from './dead-letter-queue.ts';

/** The properties of one queue. */
export interface HandOffQueueProps {
  readonly functionTimeout: Duration;
  readonly operations: Operations;
  /** Time after which a message becomes visible again that a run neither handled nor reported. Default: six times the timeout. */
  readonly visibilityTimeout?: Duration;
  /** Most messages of one run. Default: 10. */
  readonly batchSize?: number;
  /** Whether the function itself sets the next delivery of a failed message. Default: false. */
  readonly mayPostpone?: boolean;
  /** Descriptions of both alarms: a message could not be handled, and messages wait for more than 15 minutes. */
  readonly alarms: { readonly deadLetter: string; readonly backlog: string };
}

/** A queue with its dead-letter queue and the alarms on both. */
export class HandOffQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #props: HandOffQueueProps;

  constructor(scope: Construct, id: string, props: HandOffQueueProps) {
    super(scope, id);
    const { functionTimeout, visibilityTimeout, operations, alarms } = props;
    this.#props = props;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      alarmDescription: alarms.deadLetter,
    });
    this.queue = new Queue(this, 'Queue', {
      ...queueDefaults,
      // A dead letter's age counts from its first queue: kept shorter here, it still has ten days over there.
      retentionPeriod: Duration.days(4),
      // AWS's rule for queues that feed a function: time for its own retries before the message shows again.
      visibilityTimeout: visibilityTimeout ?? Duration.seconds(6 * functionTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: operations.queueAttempts },
    });
    new Alarm(this, 'BacklogAlarm', {
      alarmDescription: alarms.backlog,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      threshold: Duration.minutes(15).toSeconds(),
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Permissions of the function for receiving messages. */
  get readRights(): readonly PolicyStatement[] {
    return [
      new PolicyStatement({
        actions: [
          ...(this.#props.mayPostpone ? ['sqs:ChangeMessageVisibility'] : []),
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ReceiveMessage',
        ],
        resources: [this.queue.queueArn],
      }),
    ];
  }

  /** Permissions for sending messages. */
  get sendRight(): PolicyStatement {
    return new PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: [this.queue.queueArn],
    });
  }

  /** Feeds this function with the queue's messages; it reports the ids of those to retry. */
  feed(target: LambdaFunction): void {
    new EventSourceMapping(this, 'Feed', {
      target,
      eventSourceArn: this.queue.queueArn,
      batchSize: this.#props.batchSize ?? 10,
      reportBatchItemFailures: true,
      // Many messages at once must not take the concurrency that the API needs.
      maxConcurrency: this.#props.operations.queueConcurrency,
    });
  }
}
