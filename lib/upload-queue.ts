// S3's events wait here until receive-upload has settled them; what it cannot settle waits beside it, under an alarm.
import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { DeadLetterQueue, queueDefaults } from './dead-letter-queue.ts';

/** The queue between S3 and receive-upload, with its dead-letter queue and the alarms on both. */
export class UploadQueue extends Construct {
  readonly arn: string;
  readonly url: string;
  readonly deadLetterUrl: string;
  /** What must exist before S3 can send. */
  readonly policy: IDependable;

  constructor(
    scope: Construct,
    id: string,
    props: { functionTimeout: Duration; bucketId: string },
  ) {
    super(scope, id);
    const deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      alarmDescription:
        'An upload could not be judged after 5 attempts. See the runbook, DeadLetterAlarm.',
    });
    const queue = new Queue(this, 'Queue', {
      ...queueDefaults,
      // A dead letter's age counts from its first queue: kept shorter here, it still has ten days over there.
      retentionPeriod: Duration.days(4),
      // AWS's rule for queues that feed a function: time for its own retries before the message shows again.
      visibilityTimeout: Duration.seconds(6 * props.functionTimeout.toSeconds()),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    queue.addToResourcePolicy(this.#mayBeSentTo(queue, props.bucketId));
    this.#addBacklogAlarm(queue);

    this.arn = queue.queueArn;
    this.url = queue.queueUrl;
    this.deadLetterUrl = deadLetters.queueUrl;
    this.policy = queue.node.findChild('Policy');
  }

  /** Hands the queue's messages to this function; it reports the ones to try again by name. */
  feed(target: LambdaFunction): void {
    new EventSourceMapping(this, 'Feed', {
      target,
      eventSourceArn: this.arn,
      batchSize: 10,
      reportBatchItemFailures: true,
      // A rush of uploads must not take the concurrency that the API needs to answer.
      maxConcurrency: 20,
    });
  }

  /**
   * The bucket needs the queue's policy before it can exist, so the policy cannot name the bucket; it names what
   * CloudFormation will call it: stack and logical id in lower case, then a random suffix.
   */
  #mayBeSentTo(queue: Queue, bucketId: string): PolicyStatement {
    const bucketName = `${Stack.of(this).stackName}-${bucketId}`.toLowerCase();
    return new PolicyStatement({
      principals: [new ServicePrincipal('s3.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:s3:::${bucketName}*` },
      },
    });
  }

  #addBacklogAlarm(queue: Queue): void {
    new Alarm(this, 'BacklogAlarm', {
      alarmDescription:
        'Uploads wait longer than 15 minutes for their verdict. See the runbook, BacklogAlarm.',
      metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5) }),
      threshold: Duration.minutes(15).toSeconds(),
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
