// What the functions' log lines are counted as. The lines stay the truth: a metric is a filter over them and costs no call.
import { Stack } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { CoreFunction } from '../lambdas/functions.ts';
import type { Functions } from './functions.ts';

/** A number that CloudWatch takes from the log lines of one event. */
export interface LogMetric {
  readonly function: CoreFunction;
  /** The `event` of the lines, which may end with a star. */
  readonly event: string;
  /** The field that is added up; without one, lines are counted. */
  readonly value?: `$.${string}`;
  readonly unit: Unit;
  /** Fields whose values are told apart. */
  readonly dimensions?: Readonly<Record<string, `$.${string}`>>;
}

/** Every metric by its name. */
export const logMetrics = {
  UploadsIssued: { function: 'issue-upload', event: 'upload_issued', unit: Unit.COUNT },
  BytesIssued: {
    function: 'issue-upload',
    event: 'upload_issued',
    value: '$.size',
    unit: Unit.BYTES,
  },
  UploadsReady: { function: 'receive-upload', event: 'upload_ready', unit: Unit.COUNT },
  BytesReady: {
    function: 'receive-upload',
    event: 'upload_ready',
    value: '$.verdict.size',
    unit: Unit.BYTES,
  },
  AgeAtReady: {
    function: 'receive-upload',
    event: 'upload_ready',
    value: '$.ageSeconds',
    unit: Unit.SECONDS,
  },
  UploadsRejected: { function: 'receive-upload', event: 'upload_rejected', unit: Unit.COUNT },
  UploadsRejectedByReason: {
    function: 'receive-upload',
    event: 'upload_rejected',
    unit: Unit.COUNT,
    dimensions: { Reason: '$.verdict.reason' },
  },
  IntrudersDeleted: {
    function: 'receive-upload',
    event: 'upload_intruder_deleted',
    unit: Unit.COUNT,
  },
  DownloadsIssued: { function: 'issue-download', event: 'download_issued', unit: Unit.COUNT },
  LinksFollowed: { function: 'follow-link', event: 'link_followed', unit: Unit.COUNT },
  FilesPurged: { function: 'purge-file', event: 'file_purged', unit: Unit.COUNT },
  UploadsAbandoned: {
    function: 'reap-uploads',
    event: 'uploads_reaped',
    value: '$.removed',
    unit: Unit.COUNT,
  },
  UploadsJudgedLate: {
    function: 'reap-uploads',
    event: 'uploads_reaped',
    value: '$.judged',
    unit: Unit.COUNT,
  },
  ReapFailures: {
    function: 'reap-uploads',
    event: 'uploads_reaped',
    value: '$.failed',
    unit: Unit.COUNT,
  },
  ReconcileFindings: { function: 'reconcile', event: 'reconcile_*', unit: Unit.COUNT },
} as const satisfies Record<string, LogMetric>;

/** The name of a metric. */
export type LogMetricName = keyof typeof logMetrics;

/** Where the metrics of a stack are kept. */
export const namespaceOf = (scope: Construct): string => `Airlock/${Stack.of(scope).stackName}`;

/** Creates a filter for every metric, in the log group of the function that writes the lines. */
export function createLogMetrics(scope: Construct, functions: Functions): void {
  for (const [metricName, metric] of Object.entries<LogMetric>(logMetrics)) {
    new MetricFilter(scope, metricName, {
      logGroup: functions[metric.function].logGroup,
      filterPattern: FilterPattern.stringValue('$.event', '=', metric.event),
      metricNamespace: namespaceOf(scope),
      metricName,
      metricValue: metric.value ?? '1',
      unit: metric.unit,
      ...(metric.dimensions && { dimensions: metric.dimensions }),
    });
  }
}

/** A metric to draw or to be alarmed by. */
export const logMetric = (
  scope: Construct,
  metricName: LogMetricName,
  options: MetricOptions = {},
): Metric =>
  new Metric({ namespace: namespaceOf(scope), metricName, statistic: 'Sum', ...options });
