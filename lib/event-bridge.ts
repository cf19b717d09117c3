// The event bus that events about files go to: the account's default one, or one of the stack's own.
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Config } from '../lambdas/config/config.ts';
import { eventSource } from '../lambdas/config/events-config.ts';

/** The bus, and the permission to put events on it. */
export interface EventBridge {
  readonly bus: IEventBus;
  readonly name: string;
  readonly arn: string;
  /** The source in every event of this deployment. */
  readonly source: string;
  readonly putRight: PolicyStatement;
}

/** Creates or refers to the bus; undefined where the configuration has no events. */
export function createEventBridge(scope: Construct, config: Config): EventBridge | undefined {
  if (!config.events) return undefined;
  const bus = createBus(scope, config.events.bus);
  return {
    bus,
    name: bus.eventBusName,
    arn: bus.eventBusArn,
    source: eventSource(config),
    putRight: new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }),
  };
}

const createBus = (scope: Construct, kind: 'default' | 'own'): IEventBus =>
  kind === 'own'
    ? (new EventBus(scope, 'EventBus') as IEventBus)
    : EventBus.fromEventBusName(scope, 'EventBus', 'default');
