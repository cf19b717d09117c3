// What tells people how it goes: metrics, alarms that reach somebody, a dashboard.
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Config } from '../lambdas/domain/config.ts';
import { createDashboard, type Watched } from './dashboard.ts';
import { createLogMetrics, logMetric } from './log-metrics.ts';

/** What is watched, and who is told. */
export interface OperationsProps extends Watched {
  readonly config: Config;
}

/** Created last: every alarm of the stack, of whoever made it, tells the topic. */
export class Operations extends Construct {
  constructor(scope: Construct, id: string, { config, ...watched }: OperationsProps) {
    super(scope, id);
    const { functions, api } = watched;
    createLogMetrics(this, functions);
    createDashboard(this, watched);

    const quarter = { period: Duration.minutes(15) };
    this.#alarm('ApiErrorsAlarm', {
      description: 'The API broke at least 5 times in 5 minutes.',
      metric: api.metricServerError(),
      threshold: 5,
    });
    this.#alarm('ReapAlarm', {
      description: 'Reaping failed twice in a row.',
      metric: functions['reap-uploads'].metricErrors(quarter),
      evaluationPeriods: 2,
    });
    this.#alarm('ReapFailuresAlarm', {
      description: 'Some uploads could not be reaped for an hour.',
      metric: logMetric(this, 'ReapFailures', quarter),
      evaluationPeriods: 4,
    });
    this.#alarm('ReapMissingAlarm', {
      description: 'Reaping has not run for an hour.',
      metric: functions['reap-uploads'].metricInvocations({ period: Duration.hours(1) }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.#alarm('ReconcileAlarm', {
      description: 'Reconciling failed.',
      metric: functions.reconcile.metricErrors({ period: Duration.hours(1) }),
    });
    this.#alarm('ReconcileFindingsAlarm', {
      description: 'Bucket, table and counters do not agree.',
      metric: logMetric(this, 'ReconcileFindings', { period: Duration.hours(1) }),
    });
    this.#tell(config.operations.alarmEmails);
  }

  #alarm(
    name: string,
    {
      description,
      metric,
      ...options
    }: {
      readonly description: string;
      readonly metric: IMetric;
      readonly threshold?: number;
      readonly evaluationPeriods?: number;
      readonly comparisonOperator?: ComparisonOperator;
      readonly treatMissingData?: TreatMissingData;
    },
  ): void {
    new Alarm(this, name, {
      alarmDescription: `${description} See the runbook, ${name}.`,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...options,
    });
  }

  #tell(emails: readonly string[]): void {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    for (const construct of Stack.of(this).node.findAll()) {
      if (construct instanceof Alarm) construct.addAlarmAction(new SnsAction(topic));
    }
    new CfnOutput(Stack.of(this), 'AlarmTopicArn', { value: topic.topicArn });
  }
}
