// AWS::Lambda::EventSourceMapping of a DynamoDB stream in the templates → settings.
import { CannotStartError } from '../cannot-start.ts';
import { type MappingProperties, readMappings } from '../queue/settings.ts';
import type { Template } from '../template/template.ts';

/** How records of a table's stream reach a function. */
export interface StreamMapping {
  readonly streamArn: string;
  /** Name or ARN of the function. */
  readonly functionName: string;
  readonly batchSize: number;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** Event patterns of which a record has to match one; none lets everything pass. */
  readonly patterns: readonly object[];
  /** Retries after the first attempt; infinite for AWS's default of -1. */
  readonly maxRetries: number;
  readonly bisects: boolean;
  readonly reportsBatchItemFailures: boolean;
  /** The queue for records that could not be delivered. */
  readonly failureQueueArn?: string;
}

/** Reads the mappings from streams to functions, with AWS's defaults: 100 records, retried for ever. */
export function readStreamMappings(template: Template): StreamMapping[] {
  return readMappings(template, 'dynamodb').map(readStreamMapping);
}

function readStreamMapping(properties: MappingProperties): StreamMapping {
  const retries = Number(properties.MaximumRetryAttempts ?? -1);
  const destination = properties.DestinationConfig?.OnFailure?.Destination;
  if (destination && destination.split(':')[2] !== 'sqs') {
    throw new CannotStartError(
      `An AWS::Lambda::EventSourceMapping sends failures to ${destination}; the local cloud sends them to queues only.`,
    );
  }
  return {
    streamArn: properties.EventSourceArn,
    functionName: properties.FunctionName,
    batchSize: Number(properties.BatchSize ?? 100),
    startingPosition: properties.StartingPosition ?? 'LATEST',
    patterns: (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern)),
    maxRetries: retries < 0 ? Number.POSITIVE_INFINITY : retries,
    bisects: properties.BisectBatchOnFunctionError ?? false,
    reportsBatchItemFailures:
      properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    ...(destination && { failureQueueArn: destination }),
  };
}
