// One page that shows how uploads go, from the claim to the verdict, and what waits.
import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Functions } from './functions.ts';
import { type LogMetricName, logMetric, namespaceOf } from './log-metrics.ts';

/** What there is to see. */
export interface Watched {
  readonly functions: Functions;
  readonly api: HttpStage;
  readonly table: TableV2;
  readonly uploads: Queue;
}

const width = 8;

/** Creates the dashboard; its name is made by CloudFormation. */
export function createDashboard(scope: Construct, watched: Watched): Dashboard {
  const { functions, api, table, uploads } = watched;
  const logged = (...names: LogMetricName[]) => names.map((name) => logMetric(scope, name));
  const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, width, left });
  const each = (metric: (each: Functions['issue-upload']) => IMetric) =>
    Object.values(functions).map((one) => metric(one as Functions['issue-upload']));

  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.hours(12),
    periodOverride: PeriodOverride.AUTO,
    widgets: [
      [
        graph('Uploads', logged('UploadsIssued', 'UploadsReady', 'UploadsRejected')),
        graph('Refused, by reason', [byReason(scope)]),
        graph('Bytes', logged('BytesIssued', 'BytesReady')),
      ],
      [
        graph('Seconds from claim to ready', [
          logMetric(scope, 'AgeAtReady', { statistic: 'p50', label: 'half of them' }),
          logMetric(scope, 'AgeAtReady', { statistic: 'p99', label: '99 of 100' }),
        ]),
        graph('Waiting to be judged', [
          uploads.metricApproximateNumberOfMessagesVisible(),
          uploads.metricApproximateAgeOfOldestMessage({ label: 'age of the oldest, seconds' }),
        ]),
        graph(
          'Dead letters',
          deadLettersOf(Stack.of(scope)).map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible({
              label: queue.node.scope?.node.id ?? '',
            }),
          ),
        ),
      ],
      [
        graph('API requests and refusals', [
          api.metricCount(),
          api.metricClientError(),
          api.metricServerError(),
        ]),
        graph('API latency, ms', [
          api.metricLatency({ statistic: 'p50', label: 'half of them' }),
          api.metricLatency({ statistic: 'p99', label: '99 of 100' }),
        ]),
        graph('Downloads', logged('DownloadsIssued', 'LinksFollowed')),
      ],
      [
        graph(
          'Errors of functions',
          each((one) => one.metricErrors()),
        ),
        graph('Throttles', [
          ...each((one) => one.metricThrottles()),
          table.metricThrottledRequestsForOperation('TransactWriteItems'),
        ]),
        graph(
          'Cleaning up',
          logged('UploadsAbandoned', 'UploadsJudgedLate', 'FilesPurged', 'IntrudersDeleted'),
        ),
      ],
    ],
  });
}

const deadLettersOf = (stack: Stack): Queue[] =>
  stack.node.findAll().filter((construct) => construct instanceof DeadLetterQueue);

const byReason = (scope: Construct): IMetric =>
  new MathExpression({
    expression: `SEARCH('{${namespaceOf(scope)},Reason} MetricName="UploadsRejectedByReason"', 'Sum')`,
    usingMetrics: {},
    label: '',
  });
