// AWS::SQS::Queue and its AWS::Lambda::EventSourceMapping in the templates → settings.
import { CannotStartError } from '../cannot-start.ts';
import type { Resource, Template } from '../template/template.ts';
import type { QueueSettings } from './store.ts';

interface QueueProperties {
  readonly FifoQueue?: boolean;
  readonly VisibilityTimeout?: number;
  readonly DelaySeconds?: number;
  readonly MessageRetentionPeriod?: number;
  readonly RedrivePolicy?: { deadLetterTargetArn: string; maxReceiveCount: number };
}

/** Reads every queue, with AWS's defaults: 30 s visibility, 4 days retention. */
export function readQueues(template: Template): QueueSettings[] {
  return template.resources('AWS::SQS::Queue').map((resource) => {
    const properties = resource.properties as QueueProperties;
    if (properties.FifoQueue) {
      throw new CannotStartError(
        `Queue ${resource.logicalId} (AWS::SQS::Queue) is FIFO; the local cloud has standard queues only.`,
      );
    }
    const { RedrivePolicy: redrive } = properties;
    return {
      arn: resource.attribute('Arn'),
      visibilityTimeoutSeconds: Number(properties.VisibilityTimeout ?? 30),
      delaySeconds: Number(properties.DelaySeconds ?? 0),
      retentionSeconds: Number(properties.MessageRetentionPeriod ?? 345_600),
      ...(redrive && {
        redrive: {
          deadLetterArn: redrive.deadLetterTargetArn,
          maxReceiveCount: Number(redrive.maxReceiveCount),
        },
      }),
    };
  });
}

/** How messages of a queue reach a function. */
export interface QueueMapping {
  readonly queueArn: string;
  /** Name or ARN of the function. */
  readonly functionName: string;
  readonly batchSize: number;
  /** Seconds to wait for a batch to fill. */
  readonly batchingWindowSeconds: number;
  readonly maxConcurrency: number;
  readonly reportsBatchItemFailures: boolean;
}

/** The properties of AWS::Lambda::EventSourceMapping that the local cloud reads. */
export interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly ScalingConfig?: { MaximumConcurrency?: number };
  readonly FunctionResponseTypes?: string[];
  readonly FilterCriteria?: { Filters?: { Pattern: string }[] };
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST';
  readonly MaximumRetryAttempts?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: { OnFailure?: { Destination?: string } };
}

/** The enabled event source mappings whose source is of a service, such as `sqs`. */
export function readMappings(template: Template, service: string): MappingProperties[] {
  return template
    .resources('AWS::Lambda::EventSourceMapping')
    .map((resource: Resource) => resource.properties as unknown as MappingProperties)
    .filter(
      ({ EventSourceArn, Enabled }) =>
        EventSourceArn.split(':')[2] === service && Enabled !== false,
    );
}

/** Reads the mappings from queues to functions, with AWS's defaults: 10 messages a batch. */
export function readQueueMappings(template: Template): QueueMapping[] {
  return readMappings(template, 'sqs').map((properties) => ({
    queueArn: properties.EventSourceArn,
    functionName: properties.FunctionName,
    batchSize: Number(properties.BatchSize ?? 10),
    batchingWindowSeconds: Number(properties.MaximumBatchingWindowInSeconds ?? 0),
    maxConcurrency: Number(properties.ScalingConfig?.MaximumConcurrency ?? 5),
    reportsBatchItemFailures:
      properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
  }));
}
