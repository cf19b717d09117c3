// Lambda's SQS poller: passes batches from a queue to a function, deletes messages that succeeded, and leaves the others to
// become visible again.
import type { Outcome } from '../lambda/messages.ts';
import type { QueueMapping } from './settings.ts';
import { type Message, type QueueStore, toSqsEvent } from './store.ts';

/** A running poller. */
export interface Poller {
  /** True when it handles no batch and the queue holds nothing, visible or not. */
  idle(): boolean;
  stop(): void;
}

/** Starts to poll. */
export function startPoller(options: {
  store: QueueStore;
  mapping: QueueMapping;
  invoke: (event: unknown) => Promise<Outcome>;
}): Poller {
  const { store, mapping, invoke } = options;
  let running = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  function poll(): void {
    if (stopped) return;
    clearTimeout(timer);
    while (running < mapping.maxConcurrency && !waitsForBatch()) {
      const messages = store.receive(mapping.queueArn, mapping.batchSize);
      if (messages.length === 0) break;
      running += 1;
      void handle(messages).finally(() => {
        running -= 1;
        poll();
      });
    }
    scheduleNext();
  }

  function waitsForBatch(): boolean {
    if (mapping.batchingWindowSeconds === 0) return false;
    const { visible } = store.depth(mapping.queueArn);
    const since = store.nextVisibleAt(mapping.queueArn) ?? 0;
    return visible < mapping.batchSize && Date.now() < since + mapping.batchingWindowSeconds * 1000;
  }

  function scheduleNext(): void {
    const at = store.nextVisibleAt(mapping.queueArn);
    if (at === undefined || running >= mapping.maxConcurrency) return;
    const wait = at + mapping.batchingWindowSeconds * 1000 - Date.now();
    timer = setTimeout(poll, Math.min(Math.max(wait, 1), 2 ** 31 - 1));
  }

  async function handle(messages: readonly Message[]): Promise<void> {
    const outcome = await invoke(toSqsEvent(mapping.queueArn, messages));
    if (stopped) return;
    const failed = failedIds(outcome, mapping, messages);
    for (const { messageId, receiptHandle } of messages) {
      if (!failed.has(messageId)) store.delete(receiptHandle);
    }
  }

  const stopListening = store.onChange((arn) => {
    if (arn === mapping.queueArn) queueMicrotask(poll);
  });
  poll();

  return {
    idle: () => running === 0 && store.nextVisibleAt(mapping.queueArn) === undefined,
    stop() {
      stopped = true;
      clearTimeout(timer);
      stopListening();
    },
  };
}

/**
 * The messages of a batch that failed. As Lambda has it: a failed invocation, an answer that is no list of failures,
 * and an identifier that is empty or unknown each fail the whole batch; nothing and an empty list fail none.
 */
export function failedIds(
  outcome: Outcome,
  mapping: Pick<QueueMapping, 'reportsBatchItemFailures'>,
  messages: readonly Pick<Message, 'messageId'>[],
): ReadonlySet<string> {
  const all = new Set(messages.map(({ messageId }) => messageId));
  if (outcome.kind === 'failed') return all;
  if (!mapping.reportsBatchItemFailures) return new Set();
  return readFailures(outcome.payload, all) ?? all;
}

function readFailures(payload: string, known: ReadonlySet<string>): Set<string> | undefined {
  const failures = (JSON.parse(payload) as { batchItemFailures?: unknown } | null)
    ?.batchItemFailures;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((failure) => failure?.itemIdentifier);
  return ids.every((id) => known.has(id)) ? new Set(ids) : undefined;
}
