// AWS::S3::Bucket in the templates → buckets with their CORS rules, lifecycle and notifications.
import { CannotStartError } from '../cannot-start.ts';
import { faultOfRule } from '../s3/cors-rules.ts';
import type { LifecycleRule, ObjectOwnership } from '../s3/server.ts';
import type { Resource, Template } from '../template/template.ts';
import {
  readLifecycle,
  readOwnership,
  requireKnown,
  requireKnownProperties,
} from './bucket-properties.ts';

/** A bucket as the template describes it. */
export interface BucketSettings {
  readonly logicalId: string;
  readonly name: string;
  readonly versioned: boolean;
  readonly corsRules: readonly CorsRule[];
  readonly ownership: ObjectOwnership;
  readonly lifecycle: readonly LifecycleRule[];
  readonly notifications: readonly Notification[];
}

/** One CORS rule. */
export interface CorsRule {
  readonly allowedOrigins: string[];
  readonly allowedMethods: string[];
  readonly allowedHeaders: string[];
  readonly exposedHeaders: string[];
  readonly maxAgeSeconds?: number;
}

/** Which events of a bucket go to which queue. */
export interface Notification {
  /** The configuration's name, sent along with each event. */
  readonly id: string;
  readonly queueArn: string;
  /** Such as `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

interface QueueConfiguration {
  readonly Id?: string;
  /** From AWS::S3::Bucket. */
  readonly Queue?: string;
  readonly Event?: string;
  readonly Filter?: { S3Key?: FilterRules; Key?: { FilterRules?: Rule[] } };
  /** From Custom::S3BucketNotifications, which follows S3's API. */
  readonly QueueArn?: string;
  readonly Events?: string[];
}
interface FilterRules {
  readonly Rules?: Rule[];
}
interface Rule {
  readonly Name: string;
  readonly Value: string;
}
type NotificationConfiguration = Record<string, unknown> & {
  QueueConfigurations?: QueueConfiguration[];
};

interface CorsProperties {
  readonly AllowedOrigins: string[];
  readonly AllowedMethods: string[];
  readonly AllowedHeaders?: string[];
  readonly ExposedHeaders?: string[];
  readonly MaxAge?: number;
}

/** Reads every bucket, with the notifications that a custom resource of CDK adds to it. */
export function readBuckets(template: Template): BucketSettings[] {
  return template.resources('AWS::S3::Bucket').map((resource) => {
    const { properties } = resource;
    const cors = properties.CorsConfiguration as { CorsRules: CorsProperties[] } | undefined;
    requireKnownProperties(resource);
    return {
      logicalId: resource.logicalId,
      name: resource.ref,
      versioned: (properties.VersioningConfiguration as { Status?: string })?.Status === 'Enabled',
      corsRules: (cors?.CorsRules ?? []).map((rule) => readCorsRule(resource, rule)),
      ownership: readOwnership(properties),
      lifecycle: readLifecycle(resource),
      notifications: readNotifications(resource, template),
    };
  });
}

function readCorsRule(bucket: Resource, rule: CorsProperties): CorsRule {
  requireKnown(bucket, Object.keys(rule), KNOWN_CORS_MEMBERS, 'CorsConfiguration.CorsRules.');
  const read = {
    allowedOrigins: rule.AllowedOrigins,
    allowedMethods: rule.AllowedMethods,
    allowedHeaders: rule.AllowedHeaders ?? [],
    exposedHeaders: rule.ExposedHeaders ?? [],
  };
  const fault = faultOfRule(read);
  if (fault !== undefined) {
    throw new CannotStartError(
      `${bucket.logicalId} (AWS::S3::Bucket) has a rule for other origins that S3 refuses: ${fault}`,
    );
  }
  return { ...read, ...(rule.MaxAge !== undefined && { maxAgeSeconds: Number(rule.MaxAge) }) };
}

const KNOWN_CORS_MEMBERS = [
  'AllowedHeaders',
  'AllowedMethods',
  'AllowedOrigins',
  'ExposedHeaders',
  'Id',
  'MaxAge',
];

function readNotifications(bucket: Resource, template: Template): Notification[] {
  const configurations = [
    bucket.properties.NotificationConfiguration,
    ...template
      .resources('Custom::S3BucketNotifications')
      .filter(({ properties }) => properties.BucketName === bucket.ref)
      .map(({ properties }) => properties.NotificationConfiguration),
  ] as (NotificationConfiguration | undefined)[];
  return configurations.flatMap((configuration = {}) => {
    // Only GuardDuty uses the bucket's events on EventBridge, and it receives every new object anyway.
    const { QueueConfigurations = [], EventBridgeConfiguration: _bus, ...others } = configuration;
    const [other] = Object.keys(others);
    if (other) {
      throw new CannotStartError(
        `Bucket ${bucket.logicalId} (AWS::S3::Bucket) notifies by ${other}; the local cloud notifies queues only.`,
      );
    }
    return QueueConfigurations.map((entry, index) =>
      readNotification(bucket, entry, `${bucket.logicalId}-${index}`),
    );
  });
}

function readNotification(bucket: Resource, entry: QueueConfiguration, id: string): Notification {
  const rules = entry.Filter?.S3Key?.Rules ?? entry.Filter?.Key?.FilterRules ?? [];
  const names = rules.map(({ Name }) => Name.toLowerCase());
  requireKnown(bucket, names, ['prefix', 'suffix'], 'a filter of notifications by ');
  const rule = (name: string) => rules.find(({ Name }) => Name.toLowerCase() === name)?.Value ?? '';
  return {
    id: entry.Id ?? id,
    queueArn: entry.QueueArn ?? entry.Queue ?? '',
    events: entry.Events ?? [entry.Event ?? ''],
    prefix: rule('prefix'),
    suffix: rule('suffix'),
  };
}
