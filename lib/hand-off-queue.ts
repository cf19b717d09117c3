// A queue between something that happens and the function that handles it; what cannot be handled waits under an alarm.
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Operations } from '../lambdas/config/operations-config.ts';
import { DeadLetterQueue, queueDefaults } from './dead-letter-queue.ts';

/** What differs from one hand-off to the next. */
export interface HandOffQueueProps {
  readonly functionTimeout: Duration;
  readonly operations: Operations;
  /** After what time a message that a run neither handled nor reported shows again. Default: six times the timeout. */
  readonly visibilityTimeout?: Duration;
  /** Most messages of one run. Default: 10. */
  readonly batchSize?: number;
  /** Whether the function sets itself when a failed message shows again. Default: it does not. */
  readonly mayPostpone?: boolean;
  /** What it means that a message could not be handled, and that messages wait for more than 15 minutes. */
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

  /** What the function needs to be fed. */
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

  /** What a function needs to send messages. */
  get sendRight(): PolicyStatement {
    return new PolicyStatement({
      actions: ['sqs:SendMessage'],
      resources: [this.queue.queueArn],
    });
  }

  /** Hands the queue's messages to this function; it reports the ones to try again by name. */
  feed(target: LambdaFunction): void {
    new EventSourceMapping(this, 'Feed', {
      target,
      eventSourceArn: this.queue.queueArn,
      batchSize: this.#props.batchSize ?? 10,
      reportBatchItemFailures: true,
      // A rush of messages must not take the concurrency that the API needs to answer.
      maxConcurrency: this.#props.operations.queueConcurrency,
    });
  }
}
