// Creates the metrics, the alarms with their topic, and the dashboard.
import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import { createBudget } from './budget.ts';
import { createDashboard, throttlesOf, type Watched } from './dashboard.ts';
import { createLogMetrics, logMetric } from './log-metrics.ts';

/** The resources that are watched, and the configuration of alarms. */
export interface OperationsProps extends Watched {
  readonly config: Config;
}

/** Created last: every alarm beside it publishes to the topic. */
export class Operations extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { config, ...watched }: OperationsProps) {
    super(scope, id);
    const { functions, api, namespace } = watched;
    createLogMetrics(this, watched);

    const quarter = { period: Duration.minutes(15) };
    this.#alarm('ApiErrorsAlarm', {
      description: 'The API answered with 500 or above at least 5 times in 5 minutes.',
      metric: api.metricServerError(),
      threshold: 5,
    });
    this.#alarm('TooManyRequestsAlarm', {
      description:
        'Callers were answered 429 at least 20 times in each of three periods of 5 minutes.',
      metric: logMetric(namespace, 'RequestsThrottled', { period: Duration.minutes(5) }),
      threshold: 20,
      evaluationPeriods: 3,
    });
    this.#alarm('ThrottlesAlarm', {
      description: 'AWS throttled functions or the table in each of three periods of 5 minutes.',
      metric: inAll(throttlesOf(watched), Duration.minutes(5)),
      evaluationPeriods: 3,
    });
    this.#alarm('ReapAlarm', {
      description: 'Reaping failed twice in a row.',
      metric: functions['reap-uploads'].metricErrors(quarter),
      evaluationPeriods: 2,
    });
    this.#alarm('ReapFailuresAlarm', {
      description: 'Some uploads could not be reaped for an hour.',
      metric: logMetric(namespace, 'ReapFailures', quarter),
      evaluationPeriods: 4,
    });
    // Its action is that of missing data. A new stack has no data yet, but then the state does not change and nothing is sent.
    const missing = this.#alarm('ReapMissingAlarm', {
      description: 'Reaping has not run for an hour.',
      metric: functions['reap-uploads'].metricInvocations({ period: Duration.hours(1) }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.MISSING,
    });
    this.#alarm('ReconcileAlarm', {
      description: 'Reconciling failed.',
      metric: functions.reconcile.metricErrors({ period: Duration.hours(1) }),
    });
    this.#alarm('ReconcileFindingsAlarm', {
      description: 'Bucket, table and counters do not agree.',
      metric: logMetric(namespace, 'ReconcileFindings', { period: Duration.hours(1) }),
    });
    this.topic = this.#notify(config.operations.alarmEmails, missing);
    if (config.operations.budget) createBudget(this, config.operations.budget);
    createDashboard(this, watched);
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
  ): Alarm {
    return new Alarm(this, name, {
      alarmDescription: `${description} See the runbook, ${name}.`,
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...options,
    });
  }

  #notify(emails: readonly string[], missing: Alarm): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    topic.addToResourcePolicy(allowAlarms(topic.topicArn));
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    for (const construct of this.node.scope?.node.findAll() ?? []) {
      if (construct instanceof Alarm) construct.addAlarmAction(new SnsAction(topic));
    }
    missing.addInsufficientDataAction(new SnsAction(topic));
    return topic;
  }
}

/**
 * Allows alarms to publish. Requiring TLS gives the topic a separate policy, which replaces the default that allows the
 * whole account (SNS developer guide, "Example cases for access control").
 */
const allowAlarms = (topicArn: string): PolicyStatement =>
  new PolicyStatement({
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: {
        'aws:SourceArn': `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:*`,
      },
    },
  });

/** The sum of metrics, of which some may have no data. At most ten, CloudWatch's limit for an alarm. */
function inAll(metrics: readonly IMetric[], period: Duration): MathExpression {
  const named = metrics.map((metric, index) => [`m${index}`, metric] as const);
  return new MathExpression({
    expression: named.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period,
  });
}
