// Defines metrics as filters over the functions' log lines, so that no function calls CloudWatch.
import { Metric, type MetricOptions, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionName } from '../lambdas/functions.ts';
import type { Functions } from './functions.ts';

/** A number that CloudWatch takes from log lines. */
export interface LogMetric {
  /** Which lines: those of an event, by the functions that write them, or those of the API's access log with a status. */
  readonly lines:
    | {
        readonly of: readonly FunctionName[];
        /** The `event` of the lines, which may end with a star. */
        readonly event: string;
      }
    | { readonly status: number };
  /** The field that is added up; without one, lines are counted. */
  readonly value?: `$.${string}`;
  readonly unit: Unit;
  /** Fields whose values become dimensions. */
  readonly dimensions?: Readonly<Record<string, `$.${string}`>>;
}

// Functions that settle files: they validate a version or receive its scan.
const settling: readonly FunctionName[] = [
  'complete-upload',
  'receive-upload',
  'scan-upload',
  'receive-scan-result',
  'reap-uploads',
  'reconcile',
];
const issued = { of: ['issue-upload'], event: 'upload_issued' } as const;
const ready = { of: settling, event: 'upload_ready' } as const;
const rejected = { of: settling, event: 'upload_rejected' } as const;
const reaped = { of: ['reap-uploads'], event: 'uploads_reaped' } as const;

/** Every metric by its name. */
export const logMetrics = {
  UploadsIssued: { lines: issued, unit: Unit.COUNT },
  BytesIssued: { lines: issued, value: '$.size', unit: Unit.BYTES },
  BytesReady: { lines: ready, value: '$.verdict.size', unit: Unit.BYTES },
  /** Its sample count is the number of uploads that became ready. */
  AgeAtReady: { lines: ready, value: '$.ageSeconds', unit: Unit.SECONDS },
  UploadsRejectedByReason: {
    lines: rejected,
    unit: Unit.COUNT,
    dimensions: { Reason: '$.verdict.reason' },
  },
  /** Its sample count is the number of uploads that were rejected. */
  AgeAtRejected: { lines: rejected, value: '$.ageSeconds', unit: Unit.SECONDS },
  StaleVersionsDeleted: {
    lines: { of: settling, event: 'upload_stale_version_deleted' },
    unit: Unit.COUNT,
  },
  DownloadsIssued: {
    lines: { of: ['issue-download'], event: 'download_issued' },
    unit: Unit.COUNT,
  },
  LinksFollowed: { lines: { of: ['follow-link'], event: 'link_followed' }, unit: Unit.COUNT },
  FilesPurged: { lines: { of: ['purge-file'], event: 'file_purged' }, unit: Unit.COUNT },
  UploadsAbandoned: { lines: reaped, value: '$.removed', unit: Unit.COUNT },
  UploadsJudgedLate: { lines: reaped, value: '$.judged', unit: Unit.COUNT },
  ReapFailures: { lines: reaped, value: '$.failed', unit: Unit.COUNT },
  ReconcileFindings: { lines: { of: ['reconcile'], event: 'reconcile_*' }, unit: Unit.COUNT },
  RequestsThrottled: { lines: { status: 429 }, unit: Unit.COUNT },
} as const satisfies Record<string, LogMetric>;

/** The name of a metric. */
export type LogMetricName = keyof typeof logMetrics;

/** The log groups of the lines, and the namespace of the metrics. */
export interface Logs {
  readonly namespace: string;
  readonly functions: Functions;
  readonly accessLogs: ILogGroup;
}

/** Creates the filters of every metric, one in each log group that has its lines. */
export function createLogMetrics(scope: Construct, logs: Logs): void {
  for (const [metricName, metric] of Object.entries<LogMetric>(logMetrics)) {
    for (const { writer, logGroup, filterPattern } of sourcesOf(metric, logs)) {
      new MetricFilter(scope, `${metricName}By${writer}`, {
        logGroup,
        filterPattern,
        metricNamespace: logs.namespace,
        metricName,
        metricValue: metric.value ?? '1',
        unit: metric.unit,
        ...(metric.dimensions && { dimensions: metric.dimensions }),
      });
    }
  }
}

function sourcesOf({ lines }: LogMetric, { functions, accessLogs }: Logs) {
  if ('status' in lines) {
    // The access log writes every field as text.
    const filterPattern = FilterPattern.stringValue('$.status', '=', String(lines.status));
    return [{ writer: 'api', logGroup: accessLogs, filterPattern }];
  }
  const filterPattern = FilterPattern.stringValue('$.event', '=', lines.event);
  return lines.of.flatMap((writer) => {
    const logGroup = functions[writer]?.logGroup;
    return logGroup ? [{ writer, logGroup, filterPattern }] : [];
  });
}

/** A metric to draw or to be alarmed by. */
export const logMetric = (
  namespace: string,
  metricName: LogMetricName,
  options: MetricOptions = {},
): Metric => new Metric({ namespace, metricName, statistic: 'Sum', ...options });
