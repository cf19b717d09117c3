// A queue for messages that could not be handled, with an alarm for the first of them.
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { keptOnceCreated } from './kept-once-created.ts';

/** The properties of every queue. */
export const queueDefaults = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  removalPolicy: keptOnceCreated,
} as const;

/** A queue that keeps messages as long as SQS can, with an alarm beside it for the first of them. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, { alarmDescription }: { alarmDescription: string }) {
    super(scope, id, { ...queueDefaults, retentionPeriod: Duration.days(14) });
    new Alarm(scope, 'DeadLetterAlarm', {
      alarmDescription,
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
