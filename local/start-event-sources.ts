// Everything that makes a function run without a request: queues, table streams and schedules.
import type { Authority } from './iam/authority.ts';
import { requireEventSourceRights } from './lambda/event-source-rights.ts';
import type { FunctionPool } from './lambda/functions.ts';
import { startPoller } from './queue/poller.ts';
import { readQueueMappings } from './queue/settings.ts';
import type { QueueStore } from './queue/store.ts';
import { type Scheduler, startScheduler } from './schedule/scheduler.ts';
import { readSchedules } from './schedule/settings.ts';
import { type StreamPoller, startStreamPoller } from './stream/poller.ts';
import { openStreamReader, type StreamRecord } from './stream/reader.ts';
import { readStreamMappings } from './stream/settings.ts';
import { readTables } from './table/settings.ts';
import type { Tables } from './table/start-tables.ts';
import type { Template } from './template/template.ts';

/** What event sources are made from. */
export interface EventSourceParts {
  readonly template: Template;
  readonly functions: FunctionPool;
  readonly authority: Authority;
  readonly queues: QueueStore;
  readonly tables: Tables;
  /** Origin of the table engine. */
  readonly dynamodb: string;
  /** Where a stream's position is kept, by a name for it. */
  readonly positionFile: (name: string) => string;
  readonly log: (line: string) => void;
}

/** The running event sources. */
export interface EventSources {
  /** Whether no queue and no stream has anything left for its function. */
  areIdle(): Promise<boolean>;
  readonly scheduler: Scheduler;
}

/** Starts every event source; each is stopped with `started`. */
export async function startEventSources(
  parts: EventSourceParts,
  started: AsyncDisposableStack,
): Promise<EventSources> {
  const { template, functions, queues, authority } = parts;
  const withKey = <M extends { readonly functionName: string }>(mapping: M) => ({
    ...mapping,
    accessKeyId: functions.find(mapping.functionName).settings.credentials.accessKeyId,
  });
  const queueMappings = readQueueMappings(template);
  await requireEventSourceRights(authority, {
    queues: queueMappings.map(withKey),
    streams: readStreamMappings(template).map(withKey),
  });
  const queuePollers = queueMappings.map((mapping) => {
    const target = functions.find(mapping.functionName);
    const poller = startPoller({ store: queues, mapping, invoke: (event) => target.invoke(event) });
    started.defer(() => poller.stop());
    return poller;
  });
  const streamPollers = await startStreams(parts, started);
  const scheduler = startScheduler(readSchedules(template), functions);
  started.defer(() => scheduler.stop());
  return {
    scheduler,
    async areIdle() {
      const streamsAreIdle = await Promise.all(streamPollers.map((poller) => poller.poll()));
      return streamsAreIdle.every(Boolean) && queuePollers.every((poller) => poller.idle());
    },
  };
}

async function startStreams(parts: EventSourceParts, started: AsyncDisposableStack) {
  const { template, functions, queues, tables, dynamodb, positionFile, log } = parts;
  const mappings = readStreamMappings(template);
  const pollers: StreamPoller[] = [];
  for (const [index, mapping] of mappings.entries()) {
    const table = readTables(template).find(({ streamArn }) => streamArn === mapping.streamArn);
    const target = functions.find(mapping.functionName);
    const reader = await openStreamReader({
      endpoint: dynamodb,
      tableName: table?.name ?? '',
      startingPosition: mapping.startingPosition,
      file: positionFile(`${target.settings.name}-${index}`),
    });
    const identityOf = ({ eventName, dynamodb: { Keys } }: StreamRecord) =>
      eventName === 'REMOVE' && tables.takeExpired(Keys) ? timeToLiveIdentity : undefined;
    const poller = startStreamPoller({ reader, mapping, target, queues, identityOf, log });
    started.defer(() => poller.stop());
    pollers.push(poller);
  }
  // Functions are what changes tables, so after each run there may be something to read.
  started.defer(functions.onSettled(() => pollers.forEach((poller) => void poller.poll())));
  return pollers;
}

/** By this, the record of an item that expired differs from that of one that was deleted. */
const timeToLiveIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
