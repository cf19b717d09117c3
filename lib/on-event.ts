// Rules that invoke functions of an application with the events about files.
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EventType } from '../lambdas/domain/event-types.ts';
import { ConfigError } from './config-error.ts';
import type { EventBridge } from './event-bridge.ts';

/** The options of a rule. */
export interface OnEventOptions {
  /** Names the rule below the construct. @default the types and the function's id */
  readonly id?: string;
  /** Only events about files of these collections. @default all */
  readonly collections?: readonly string[];
  /** Receives events that the function did not handle. @default none: they are lost after two more attempts */
  readonly deadLetterQueue?: IQueue;
}

/**
 * Creates the rule.
 * @throws {ConfigError} when the Airlock has no events, or no type is named.
 */
export function ruleFor(
  scope: Construct,
  events: EventBridge | undefined,
  {
    types,
    target,
    id = `On${types.join('')}-${target.node.id}`,
    collections,
    deadLetterQueue,
  }: OnEventOptions & { readonly types: readonly EventType[]; readonly target: IFunction },
): Rule {
  if (!events || types.length === 0) {
    const why = events
      ? 'names no type; name at least one'
      : 'needs events; add events: {} to the properties';
    throw new ConfigError(`Airlock “${scope.node.path}” cannot be used; onEvent ${why}.`);
  }
  const detail = collections && { file: { collection: [...collections] } };
  return new Rule(scope, id, {
    description: `Airlock: ${types.join(', ')}`,
    eventBus: events.bus,
    eventPattern: { source: [events.source], detailType: [...types], ...(detail && { detail }) },
    targets: [new LambdaTarget(target, { ...(deadLetterQueue && { deadLetterQueue }) })],
  });
}
