// EventBridge's buses: an event goes to every target of each rule of its bus that it matches.
import { randomUUID } from 'node:crypto';
import { account, region } from '../addresses.ts';
import type { FunctionPool } from '../lambda/functions.ts';
import type { QueueStore } from '../queue/store.ts';
import { matchesPattern } from '../stream/event-pattern.ts';
import { defaultBus, type EventRule } from './settings.ts';

/** An event as its source puts it; the bus adds the account and, if it is missing, the time. */
export interface ServiceEvent {
  /** Default: the account's default bus. */
  readonly bus?: string;
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
  readonly time?: Date;
}

/** Delivers one event to the targets of all rules that it matches; returns its id. */
export type PutEvent = (event: ServiceEvent) => string;

/** Asynchronous invocations are tried three times in all (Lambda developer guide, "Asynchronous invocation"). */
const invocationAttempts = 3;

/** Creates the buses. */
export const createBus =
  (
    rules: readonly EventRule[],
    queues: Pick<QueueStore, 'send'>,
    functions: Pick<FunctionPool, 'find'>,
  ): PutEvent =>
  ({ bus = defaultBus, source, detailType, resources, detail, time = new Date() }) => {
    const id = randomUUID();
    const event = {
      version: '0',
      id,
      'detail-type': detailType,
      source,
      account,
      time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources,
      detail,
    };
    for (const { bus: ofBus, pattern, queueArns, functionArns } of rules) {
      if (ofBus !== bus || !matchesPattern(event, pattern as never)) continue;
      for (const arn of queueArns) queues.send(arn, JSON.stringify(event));
      for (const arn of functionArns) void invoke(functions, arn, event);
    }
    return id;
  };

async function invoke(
  functions: Pick<FunctionPool, 'find'>,
  arn: string,
  event: object,
): Promise<void> {
  for (let attempt = 1; attempt <= invocationAttempts; attempt += 1) {
    const outcome = await functions.find(arn).invoke(event);
    if (outcome.kind === 'succeeded') return;
  }
}
