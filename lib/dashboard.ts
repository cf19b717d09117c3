// The CloudWatch dashboard: uploads from the claim to the verdict, and waiting messages.
import { Duration } from 'aws-cdk-lib';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  PeriodOverride,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Functions } from './functions.ts';
import { HandOffQueue } from './hand-off-queue.ts';
import { type LogMetricName, type Logs, logMetric } from './log-metrics.ts';

/** The resources on the dashboard. */
export interface Watched extends Logs {
  readonly functions: Functions;
  /** The function that verifies tokens, if there is one. */
  readonly authorizer?: Functions['issue-upload'] | undefined;
  readonly api: HttpStage;
  readonly table: TableV2;
}

const width = 8;

/** Creates the dashboard of the resources beside `scope`, once every alarm is created; CloudFormation names it. */
export function createDashboard(scope: Construct, watched: Watched): Dashboard {
  const { functions, authorizer, api } = watched;
  const all = <T extends Construct>(kind: abstract new (...args: never[]) => T): T[] =>
    (scope.node.scope?.node.findAll() ?? []).filter(
      (construct): construct is T => construct instanceof kind,
    );
  const logged = (...names: LogMetricName[]) =>
    names.map((name) => logMetric(watched.namespace, name));
  /** The number of lines of a metric in seconds: each upload has one. */
  const counted = (name: LogMetricName, label: string) =>
    logMetric(watched.namespace, name, { statistic: 'SampleCount', label });
  const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, width, left });
  const each = (metric: (each: Functions['issue-upload']) => IMetric) =>
    [...Object.values(functions), ...(authorizer ? [authorizer] : [])].map((one) =>
      metric(one as Functions['issue-upload']),
    );

  return new Dashboard(scope, 'Dashboard', {
    defaultInterval: Duration.hours(12),
    periodOverride: PeriodOverride.AUTO,
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', width: 3 * width, height: 4, alarms: all(Alarm) })],
      [
        graph('Uploads', [
          ...logged('UploadsIssued'),
          counted('AgeAtReady', 'UploadsReady'),
          counted('AgeAtRejected', 'UploadsRejected'),
        ]),
        graph('Refused, by reason', [byReason(watched.namespace)]),
        graph('Bytes', logged('BytesIssued', 'BytesReady')),
      ],
      [
        graph('Seconds from claim to verdict', [
          logMetric(watched.namespace, 'AgeAtReady', {
            statistic: 'p50',
            label: 'ready, half of them',
          }),
          logMetric(watched.namespace, 'AgeAtReady', {
            statistic: 'p99',
            label: 'ready, 99 of 100',
          }),
          logMetric(watched.namespace, 'AgeAtRejected', {
            statistic: 'p99',
            label: 'refused, 99 of 100',
          }),
        ]),
        graph(
          'Messages that wait',
          all(HandOffQueue).map(({ queue, node }) =>
            queue.metricApproximateNumberOfMessagesVisible({ label: node.id }),
          ),
        ),
        graph(
          'Dead letters',
          all(DeadLetterQueue).map((queue) =>
            queue.metricApproximateNumberOfMessagesVisible({
              label: queue.node.scope?.node.id ?? '',
            }),
          ),
        ),
      ],
      [
        graph(
          'Age of the oldest message, seconds',
          all(HandOffQueue).map(({ queue, node }) =>
            queue.metricApproximateAgeOfOldestMessage({ label: node.id }),
          ),
        ),
        graph(
          'Behind the table’s stream, milliseconds',
          fedByStream.flatMap((name) => functions[name]?.metric('IteratorAge', peak) ?? []),
        ),
        graph('Found by repairs', logged('UploadsJudgedLate', 'ReapFailures', 'ReconcileFindings')),
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
        graph('Throttles', [...logged('RequestsThrottled'), ...throttlesOf(watched)]),
        graph('Cleaning up', logged('UploadsAbandoned', 'FilesPurged', 'StaleVersionsDeleted')),
      ],
    ],
  });
}

const fedByStream = ['purge-file', 'relay-changes'] as const;
const peak = { statistic: 'Maximum' };

// The functions whose callers or queues are affected at once.
const onTheWay = [
  'issue-upload',
  'complete-upload',
  'receive-upload',
  'issue-download',
  'follow-link',
  'purge-file',
  'relay-changes',
  'publish-file',
] as const;

/** How often AWS throttled the functions that a file passes, or the table. */
export const throttlesOf = ({
  functions,
  table,
}: Pick<Watched, 'functions' | 'table'>): IMetric[] => [
  ...onTheWay.map((name) => functions[name].metricThrottles({ label: name })),
  ...['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
    table.metric(name, { statistic: 'Sum' }),
  ),
];

const byReason = (namespace: string): IMetric =>
  new MathExpression({
    expression: `SEARCH('{"${namespace}",Reason} MetricName="UploadsRejectedByReason"', 'Sum')`,
    usingMetrics: {},
    label: '',
  });
