// EventBridge's default bus: an event goes to the queue of every rule that matches it.
import { randomUUID } from 'node:crypto';
import { account, region } from '../addresses.ts';
import type { QueueStore } from '../queue/store.ts';
import { matchesPattern } from '../stream/event-pattern.ts';
import type { EventRule } from './settings.ts';

/** What a service says; the bus adds who and when. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** Takes one event to the queues of all rules that it matches. */
export type PutEvent = (event: ServiceEvent) => void;

/** Creates the bus. */
export const createBus =
  (rules: readonly EventRule[], queues: Pick<QueueStore, 'send'>): PutEvent =>
  ({ source, detailType, resources, detail }) => {
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account,
      time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources,
      detail,
    };
    for (const { pattern, queueArns } of rules) {
      if (!matchesPattern(event, pattern as never)) continue;
      for (const arn of queueArns) queues.send(arn, JSON.stringify(event));
    }
  };
